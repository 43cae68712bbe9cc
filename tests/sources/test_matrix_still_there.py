"""One look at a link, after everything that a real homeserver's people can do to it."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_bytes

import pytest

from demo.matrix_people import Person
from jikimi.sources.base import Grade, LinkAddress, Observation
from tests.servers.gate import gate, says
from tests.servers.synapse import Synapse
from tests.sources.matrix import IMPATIENT, source_at, source_for


def content() -> bytes:
    """Never the same twice: a homeserver quarantines what it has quarantined before at once."""
    return b"a benign file, " * 100 + token_bytes(16)


def shown(synapse: Synapse) -> tuple[str, str, LinkAddress]:
    """A room with one picture in it: (room, event, the link)."""
    room = synapse.alice.make_room("Looks")
    mxc = synapse.alice.upload(content())
    event = synapse.alice.show(room, mxc)
    return (
        room,
        event,
        LinkAddress(f"matrix://hs.localhost/{room}", f"matrix://hs.localhost/{room}/{event}", mxc),
    )


async def look(synapse: Synapse, link: LinkAddress, person: Person | None) -> Observation:
    async with source_for(synapse.server, person) as source:
        return await source.still_there(link)


async def test_a_link_from_live_to_gone_and_back(synapse: Synapse) -> None:
    room, event, link = shown(synapse)
    assert link.media is not None
    live = await look(synapse, link, synapse.watcher)
    assert (live.grade, live.vantage) == (Grade.LIVE, "an account on the homeserver")
    assert (live.seen["post"], live.seen["file"], live.seen["file_bytes"]) == (
        "there",
        "there",
        len(content()),
    )

    synapse.alice.redact(room, event)
    redacted = await look(synapse, link, synapse.watcher)
    assert redacted.grade is Grade.FILE_STILL_SERVED
    assert (redacted.seen["post"], redacted.seen["room"]) == ("redacted", "there")

    synapse.admin.quarantine(link.media)
    gone = await look(synapse, link, synapse.watcher)
    assert (gone.grade, gone.seen["file_status"]) == (Grade.GONE, 404)

    again = synapse.alice.upload(content())
    event = synapse.alice.show(room, again)
    back = LinkAddress(link.room, f"matrix://hs.localhost/{room}/{event}", again)
    assert (await look(synapse, back, synapse.watcher)).grade is Grade.LIVE


async def test_a_quarantined_picture_is_gone_though_its_message_stands(synapse: Synapse) -> None:
    _, _, link = shown(synapse)
    synapse.admin.quarantine(link.media or "")
    gone = await look(synapse, link, synapse.watcher)
    assert (gone.grade, gone.seen["post"]) == (Grade.GONE, "there")


async def test_a_deleted_room_and_what_is_left_of_it(synapse: Synapse) -> None:
    room, _, link = shown(synapse)
    synapse.admin.delete_room(room)
    left = await look(synapse, link, synapse.watcher)
    assert (left.grade, left.seen["room"], left.seen["file"]) == (Grade.FILE_STILL_SERVED, "gone", "there")
    synapse.admin.delete_media(link.media or "")
    assert (await look(synapse, link, synapse.watcher)).grade is Grade.ROOM_GONE


def close(synapse: Synapse, room: str) -> None:
    synapse.alice.set_state(room, "m.room.history_visibility", {"history_visibility": "invited"})
    synapse.alice.set_state(room, "m.room.join_rules", {"join_rule": "invite"})


def leave(synapse: Synapse, room: str) -> None:
    synapse.alice.ask("POST", f"/_matrix/client/v3/rooms/{room}/leave", json={})


@pytest.mark.parametrize(
    ("end", "expected", "seen"),
    [(close, Grade.LIVE, "closed to us"), (leave, Grade.FILE_STILL_SERVED, "gone")],
)
async def test_a_room_closed_to_us_and_one_that_everybody_left(
    synapse: Synapse, end: Callable[[Synapse, str], None], expected: Grade, seen: str
) -> None:
    room, _, link = shown(synapse)
    end(synapse, room)
    observed = await look(synapse, link, synapse.watcher)
    assert (observed.grade, observed.seen["room"]) == (expected, seen)


async def test_a_post_made_in_a_closed_room_cannot_be_told(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Always closed", readable=False)
    event = synapse.alice.say(room, "words only")
    link = LinkAddress(f"matrix://hs.localhost/{room}", f"matrix://hs.localhost/{room}/{event}", None)
    assert (await look(synapse, link, synapse.watcher)).grade is Grade.CANNOT_TELL


async def test_words_without_a_file(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Words")
    event = synapse.alice.say(room, "words only")
    link = LinkAddress(f"matrix://hs.localhost/{room}", f"matrix://hs.localhost/{room}/{event}", None)
    assert (await look(synapse, link, synapse.watcher)).grade is Grade.LIVE
    synapse.alice.redact(room, event)
    assert (await look(synapse, link, synapse.watcher)).grade is Grade.GONE
    synapse.admin.delete_room(room)
    assert (await look(synapse, link, synapse.watcher)).grade is Grade.ROOM_GONE


async def test_history_that_was_purged(synapse: Synapse) -> None:
    room, _, link = shown(synapse)
    last = synapse.alice.say(room, "the last one stays")
    synapse.admin.purge_history(room, before=last)
    purged = await look(synapse, link, synapse.watcher)
    assert (purged.grade, purged.seen["post_status"]) == (Grade.FILE_STILL_SERVED, 404)


async def test_without_an_account_nothing_can_be_told(synapse: Synapse) -> None:
    room, event, link = shown(synapse)
    synapse.alice.redact(room, event)
    synapse.admin.quarantine(link.media or "")
    for token in (None, "not a token"):
        async with source_at(synapse.server.base_url, token) as source:
            assert (await source.still_there(link)).grade is Grade.CANNOT_TELL


async def test_a_homeserver_that_is_down_is_not_a_link_that_is_gone(own_synapse: Synapse) -> None:
    _, _, link = shown(own_synapse)
    own_synapse.server.kill()
    async with source_at(
        own_synapse.server.base_url, own_synapse.watcher.token, patience=IMPATIENT
    ) as source:
        observed = await source.still_there(link)
    assert observed.grade is Grade.CANNOT_TELL
    assert "does not answer" in str(observed.seen["why"])
    own_synapse.server.start()
    assert (await look(own_synapse, link, own_synapse.watcher)).grade is Grade.LIVE


@pytest.mark.parametrize(
    "answer",
    [
        says(404, b"<html>no such site</html>"),
        says(404, {"errcode": "M_UNRECOGNIZED"}),
        says(200, b"<html>please log in</html>"),
        says(200, {}),
        says(502, {}),
        says(401, {"errcode": "M_UNKNOWN_TOKEN"}),
        says(429, {"retry_after_ms": 10**9}),
        b"",
    ],
)
async def test_a_server_that_answers_something_else_altogether_proves_nothing(answer: bytes) -> None:
    link = LinkAddress("matrix://hs.localhost/!r", "matrix://hs.localhost/!r/$e", "mxc://hs.localhost/abc")
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        front.rule = lambda _line, _before: answer
        assert (await source.still_there(link)).grade is Grade.CANNOT_TELL


@pytest.mark.parametrize(
    "post", ["", "nonsense", "matrix://hs.localhost/!r", "matrix://elsewhere.example/!r/$e"]
)
async def test_a_link_that_is_not_ours_to_read_cannot_be_told(post: str) -> None:
    async with gate() as front, source_at(front.url, "token") as source:
        observed = await source.still_there(LinkAddress("matrix://hs.localhost/!r", post, "mxc://a/b"))
        assert observed.grade is Grade.CANNOT_TELL
        assert front.lines == []


async def test_a_file_too_large_for_us_to_read_is_served_all_the_same() -> None:
    link = LinkAddress("matrix://hs.localhost/!r", "matrix://hs.localhost/!r/$e", "mxc://hs.localhost/abc")
    endless = b"HTTP/1.1 200 So\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 1000
    there = says(200, {"event_id": "$e", "content": {"msgtype": "m.image"}, "chunk": []})
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        front.rule = lambda line, _: endless if "/media/" in line else there
        assert (await source.still_there(link)).grade is Grade.LIVE
