"""Reading rooms of a real homeserver: nothing skipped, nothing doubled, nothing joined."""

from __future__ import annotations

import asyncio
import random
import threading
from datetime import UTC, datetime, timedelta

import pytest

from jikimi.sources.base import Post, Source, SourceRefused, SourceUnavailable
from jikimi.sources.matrix.source import MatrixSource
from tests.servers.synapse import Synapse
from tests.sources.matrix import IMPATIENT, read, source_at, source_for

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"


def address(synapse: Synapse, room: str) -> str:
    return f"matrix://{synapse.server.server_name}/{room}"


async def test_a_room_is_read_from_its_beginning_in_order_without_joining(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Reading", alias="reading")
    picture = synapse.alice.upload(GIF, "image/gif")
    sent = [synapse.alice.say(room, "hello"), synapse.alice.show(room, picture, "a.gif", "image/gif")]
    synapse.bob.join(room)
    sent += [synapse.bob.say(room, f"{n}") for n in range(23)]
    async with source_for(synapse.server, synapse.watcher) as source:
        posts = await read(source, address(synapse, "#reading:hs.localhost"))
        assert [post.id for post in posts] == sent
        shown = posts[1]
        assert shown.address == f"matrix://hs.localhost/{room}/{sent[1]}"
        assert (shown.author, shown.problem) == (synapse.alice.user_id, None)
        assert shown.when is not None
        assert abs(datetime.now(UTC) - shown.when) < timedelta(minutes=1)
        assert [(m.address, m.declared_type) for m in shown.media] == [(picture, "image/gif")]
        async with shown.media[0].open() as pieces:
            assert b"".join([piece async for piece in pieces]) == GIF
    members = synapse.admin.ask("GET", f"/_synapse/admin/v1/rooms/{room}/members")["members"]
    assert synapse.watcher.user_id not in members


async def test_reading_on_from_any_post_gives_what_comes_after_it(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Resuming")
    sent = [synapse.alice.say(room, f"{n}") for n in range(25)]
    async with source_for(synapse.server, synapse.watcher) as source:
        posts = await read(source, address(synapse, room))
        assert [post.id for post in posts] == sent
        for at in range(25):
            rest = await read(source, address(synapse, room), posts[at].cursor)
            assert [post.id for post in rest] == sent[at + 1 :], at


async def test_what_is_posted_later_is_read_on_from_the_last_cursor(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Following")
    first = synapse.alice.say(room, "first")
    async with source_for(synapse.server, synapse.watcher) as source:
        (post,) = await read(source, address(synapse, room))
        assert post.id == first
        assert await read(source, address(synapse, room), post.cursor) == []
        synapse.bob.say(synapse.bob.make_room("Elsewhere"), "noise")
        assert await read(source, address(synapse, room), post.cursor) == []
        second, third = synapse.alice.say(room, "second"), synapse.alice.say(room, "third")
        later = await read(source, address(synapse, room), post.cursor)
        assert [p.id for p in later] == [second, third]
        assert await read(source, address(synapse, room), later[-1].cursor) == []


async def test_many_posting_at_once_while_we_read_lose_and_double_nothing(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Busy")
    people = [synapse.alice, synapse.bob]
    synapse.bob.join(room)
    sent: list[str] = []

    def post_many(thread: int) -> None:
        for n in range(30):
            # The same words by the same person in the same millisecond are one event to a homeserver.
            sent.append(people[thread % 2].say(room, f"{thread}: {n}"))

    threads = [threading.Thread(target=post_many, args=(n,)) for n in range(6)]
    chance = random.Random(7)
    got: list[str] = []
    cursor: str | None = None
    for thread in threads:
        thread.start()
    async with source_for(synapse.server, synapse.watcher) as source:
        quiet = 0
        while quiet < 2:
            before, stop_after = len(got), chance.choice([1, 3, 17, 1000])
            async for post in source.posts(address(synapse, room), cursor):
                got.append(post.id)
                cursor = post.cursor
                if len(got) - before >= stop_after:
                    break
            alive = any(thread.is_alive() for thread in threads)
            quiet = 0 if alive or len(got) > before else quiet + 1
            await asyncio.sleep(0)
    assert len(got) == len(set(got)) == 180
    assert set(got) == set(sent)


async def test_an_alias_that_moves_on_is_read_in_its_new_room(synapse: Synapse) -> None:
    old = synapse.alice.make_room("Old", alias="moving")
    synapse.alice.say(old, "old")
    where = address(synapse, "#moving:hs.localhost")
    async with source_for(synapse.server, synapse.watcher) as source:
        (post,) = await read(source, where)
    alias = "/_matrix/client/v3/directory/room/%23moving%3Ahs.localhost"
    synapse.alice.ask("DELETE", alias)
    new = synapse.alice.make_room("New", alias="moving")
    first = synapse.alice.say(new, "new")
    async with source_for(synapse.server, synapse.watcher) as source:
        assert [p.id for p in await read(source, where, post.cursor)] == [first]


@pytest.mark.parametrize("cursor", ["", "nonsense", "[]", "[9]", '{"a":1}', "[1,2,3,4,5,6]", "x" * 10_000])
async def test_a_cursor_that_cannot_be_read_means_from_the_beginning(synapse: Synapse, cursor: str) -> None:
    room = synapse.alice.make_room("Cursors")
    sent = synapse.alice.say(room, "hello")
    async with source_for(synapse.server, synapse.watcher) as source:
        assert [post.id for post in await read(source, address(synapse, room), cursor)] == [sent]


async def test_encrypted_and_redacted_posts_are_counted_and_changes_of_the_room_are_not(
    synapse: Synapse,
) -> None:
    room = synapse.alice.make_room("Mixed")
    secret = synapse.alice.send(
        room, {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"}, "m.room.encrypted"
    )
    taken_back = synapse.alice.show(room, synapse.alice.upload(GIF))
    synapse.alice.redact(room, taken_back)
    synapse.alice.set_state(room, "m.room.topic", {"topic": "new"})
    async with source_for(synapse.server, synapse.watcher) as source:
        posts = await read(source, address(synapse, room))
    assert [(post.id, post.media) for post in posts] == [(secret, ()), (taken_back, ())]
    assert "encrypted" in (posts[0].problem or "")
    assert posts[1].problem is None


async def test_the_homeserver_may_be_killed_and_started_between_and_during_reads(
    own_synapse: Synapse,
) -> None:
    synapse = own_synapse
    room = synapse.alice.make_room("Killed")
    sent = [synapse.alice.say(room, f"{n}") for n in range(40)]
    async with source_for(synapse.server, synapse.watcher) as source:
        got: list[Post] = []
        async for post in source.posts(address(synapse, room), None):
            got.append(post)
            if len(got) == 13:
                synapse.server.kill()
                await asyncio.to_thread(synapse.server.start)
        assert [post.id for post in got] == sent
        synapse.server.kill()
        with pytest.raises(SourceUnavailable, match="does not answer"):
            await _read_impatiently(synapse, address(synapse, room), got[-1].cursor)
        synapse.server.start()
        sent.append(synapse.alice.say(room, "after the restart"))
        for at in (0, 17, 39):
            rest = await read(source, address(synapse, room), got[at].cursor)
            assert [post.id for post in rest] == sent[at + 1 :]


async def _read_impatiently(synapse: Synapse, room: str, cursor: str | None) -> list[Post]:
    async with source_at(synapse.server.base_url, synapse.watcher.token, patience=IMPATIENT) as source:
        return await read(source, room, cursor)


async def test_a_token_of_nobody_and_no_token_are_told_apart(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Tokens")
    for token, words in ((None, "make an ordinary account"), ("invalid", "does not know our account's")):
        async with source_at(synapse.server.base_url, token) as source:
            with pytest.raises(SourceRefused, match=words):
                await read(source, address(synapse, room))


def test_the_source_is_what_its_interface_promises(synapse: Synapse) -> None:
    def needs_source(source: Source) -> str:
        return source.kind

    assert needs_source(MatrixSource.__new__(MatrixSource)) == "matrix"
