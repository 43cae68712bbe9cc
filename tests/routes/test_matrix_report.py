"""Reports of posts, beside a real homeserver: what its admin sees, and what each refusal comes to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.homeserver import Homeserver
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.routes.base import NamedLink, NotSent, OutgoingNotice, ReceiptGrade, Route, SentOrNot
from jikimi.routes.matrix_report.reason import LONGEST, reason_for, room_reason_for
from jikimi.routes.matrix_report.route import MatrixReportRoute
from jikimi.routes.matrix_report.verdict import PartlySent
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.client import Patience
from tests.servers.gate import Gate, gate, says
from tests.servers.synapse import Synapse, need_synapse, people_of

QUICK = Patience(tries=3, first_wait=0.01, longest_wait=0.3)
GONE = says(404, {"errcode": "M_NOT_FOUND", "error": "no such event"})
TAKEN = says(200, {})


@asynccontextmanager
async def route_at(base_url: str, token: str | None, **knobs: Any) -> AsyncIterator[Route]:
    async with Fetcher(FetchPolicy.of(loopback_hosts=[base_url.removeprefix("http://")])) as fetcher:
        access = {"hs.localhost": HomeserverAccess(base_url, token)}
        yield MatrixReportRoute(fetcher, access, **{"patience": QUICK, **knobs})


def notice(*posts: tuple[str, str], files: tuple[str | None, ...] = (), **changes: Any) -> OutgoingNotice:
    """About these (room, event) pairs."""
    shown = files or (None,) * len(posts)
    links = tuple(
        NamedLink(
            url=f"https://matrix.to/#/{room}/{event}",
            room=f"matrix://hs.localhost/{room}",
            post=f"matrix://hs.localhost/{room}/{event}",
            media=media,
        )
        for (room, event), media in zip(posts, shown, strict=True)
    )
    whole = OutgoingNotice(
        id="JK-ABCDEFGHJKMN",
        made_at=datetime.now(UTC),
        platform="matrix-homeserver",
        law="eu-dsa-16",
        destination="hs.localhost",
        links=links,
        ground="The person shown says that this picture was made without consent.",
        subject="Notice of illegal content under Article 16 DSA",
        body="The whole letter.",
        sender_name="Example centre",
        sender_contact="desk@centre.example",
    )
    return replace(whole, **changes)


def reports_of(synapse: Synapse, event: str) -> list[dict[str, Any]]:
    return [report for report in synapse.admin.event_reports() if report["event_id"] == event]


def members(synapse: Synapse, room: str) -> list[str]:
    return list(synapse.admin.ask("GET", f"/_synapse/admin/v1/rooms/{room}/members")["members"])


async def test_posts_are_reported_from_outside_the_room_and_the_admin_sees_why(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Reported")
    mxc = synapse.alice.upload(b"bytes")
    events = [synapse.alice.show(room, mxc), synapse.alice.say(room, "two")]
    about = notice((room, events[0]), (room, events[1]), files=(mxc, None))
    async with route_at(synapse.server.base_url, synapse.watcher.token) as route:
        receipt = await route.send(about)
    assert receipt.grade is ReceiptGrade.HANDED_OVER
    assert receipt.reference == " ".join(events)
    assert receipt.words == "\n".join(f"{event}: taken (200)" for event in events)
    (first,) = reports_of(synapse, events[0])
    (second,) = reports_of(synapse, events[1])
    assert first["user_id"] == synapse.watcher.user_id
    for part in (about.id, about.subject, about.ground, mxc, "desk@centre.example"):
        assert part in first["reason"]
    assert "mxc://" not in second["reason"]
    assert synapse.watcher.user_id not in members(synapse, room)


async def test_several_files_of_one_post_are_one_report(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Gallery")
    event = synapse.alice.say(room, "gallery")
    about = notice((room, event), (room, event), files=("mxc://hs.localhost/a", "mxc://hs.localhost/b"))
    async with route_at(synapse.server.base_url, synapse.watcher.token) as route:
        await route.send(about)
    (report,) = reports_of(synapse, event)
    assert "mxc://hs.localhost/a mxc://hs.localhost/b" in report["reason"]


async def test_the_room_is_reported_too_where_that_is_wanted(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Room report")
    events = [synapse.alice.say(room, "one"), synapse.alice.say(room, "two")]
    async with gate(synapse.server.port) as front:
        async with route_at(front.url, synapse.watcher.token, report_room=True) as route:
            receipt = await route.send(notice((room, events[0]), (room, events[1])))
        assert receipt.words.endswith("The room: taken (200)")
        assert sum(line.endswith("/report") for line in front.lines) == 1


async def test_a_post_that_was_already_removed_does_not_hide_that_the_others_were_taken(
    synapse: Synapse,
) -> None:
    room = synapse.alice.make_room("Half gone")
    there = synapse.alice.say(room, "there")
    async with route_at(synapse.server.base_url, synapse.watcher.token) as route:
        receipt = await route.send(notice((room, "$nobody-made-this"), (room, there)))
        assert receipt.reference == there
        assert "$nobody-made-this: not there any more, or not shown to us (404 M_NOT_FOUND" in receipt.words
        with pytest.raises(NotSent, match="nothing to report") as refused:
            await route.send(notice((room, "$nobody-made-this")))
    assert refused.value.try_again is False


async def test_a_room_that_is_closed_to_us_cannot_be_reported_and_says_so(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Closed", readable=False)
    event = synapse.alice.say(room, "hidden")
    async with route_at(synapse.server.base_url, synapse.watcher.token) as route:
        with pytest.raises(NotSent, match="shows none of these posts"):
            await route.send(notice((room, event)))
    assert reports_of(synapse, event) == []


async def test_a_token_that_is_not_valid_is_for_the_operator_to_mend(synapse: Synapse) -> None:
    async with route_at(synapse.server.base_url, "invalid") as route:
        with pytest.raises(NotSent) as refused:
            await route.send(notice(("!r", "$e")))
    assert "the operator must correct" in str(refused.value)
    assert "M_UNKNOWN_TOKEN" in refused.value.words
    assert refused.value.try_again is True


async def test_strict_rate_limits_of_a_real_homeserver_are_obeyed(tmp_path: Path) -> None:
    need_synapse()
    strict = {"rc_reports": {"per_second": 2, "burst_count": 1}}
    with Homeserver(tmp_path, settings=strict) as server:
        people = people_of(server)
        rooms = [people.alice.make_room(f"r{n}") for n in range(3)]
        about = notice(*[(room, people.alice.say(room, "x")) for room in rooms])
        patience = Patience(tries=5, first_wait=0.01, longest_wait=5)
        async with gate(server.port) as front:
            async with route_at(
                front.url, people.watcher.token, report_room=True, patience=patience
            ) as route:
                receipt = await route.send(about)
            asked = sum(line.endswith("/report") for line in front.lines)
    assert receipt.words.count("The room: taken (200)") == 3
    assert asked > 3, "the homeserver never told us to wait"


async def send_through(front: Gate, rule: Any, events: int = 3) -> Any:
    front.rule = rule
    async with route_at(front.url, "token") as route:
        return await route.send(notice(*[("!room", f"$e{n}") for n in range(events)]))


def at_post(n: int, answer: bytes) -> Any:
    """All posts are taken, but for the n-th."""
    return lambda line, _before: answer if line.endswith(f"%24e{n}") else TAKEN


@pytest.mark.parametrize(
    ("answer", "try_again"),
    [
        (says(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 600_000}), True),
        (says(503, {}), True),
        (says(403, {"errcode": "M_FORBIDDEN", "error": "no"}), False),
        (says(400, {"errcode": "M_BAD_JSON"}), False),
        (says(404, {"errcode": "M_UNRECOGNIZED"}), False),
        (says(302, b"", Location="https://elsewhere.example/"), False),
    ],
)
async def test_refusals_of_all_posts(answer: bytes, try_again: bool) -> None:
    async with gate() as front:
        with pytest.raises(NotSent) as refused:
            await send_through(front, lambda _line, _before: answer)
        assert not isinstance(refused.value, PartlySent)
        assert refused.value.try_again is try_again
        assert refused.value.words.startswith("$e0: ")
        if try_again:
            assert all(line.endswith("%24e0") for line in front.lines), "a busy server was pressed on"


@pytest.mark.parametrize(
    "answer", [says(429, {"retry_after_ms": 600_000}), says(403, {"errcode": "M_FORBIDDEN"})]
)
async def test_when_some_were_taken_nothing_is_repeated_by_itself(answer: bytes) -> None:
    async with gate() as front:
        with pytest.raises(PartlySent) as partly:
            await send_through(front, at_post(1, answer))
        assert partly.value.try_again is False
        assert "matrix://hs.localhost/!room/$e0" in partly.value.taken
        assert "matrix://hs.localhost/!room/$e1" in partly.value.left
        assert set(partly.value.taken) | set(partly.value.left) == {
            f"matrix://hs.localhost/!room/$e{n}" for n in range(3)
        }
        assert "of 3 posts were reported" in str(partly.value)
        assert len(str(partly.value)) <= 300


@pytest.mark.parametrize("answer", [b"", says(500, {}), says(504, {}), says(200, b"<html>"), b"HTTP/1.1 200"])
async def test_what_breaks_after_the_question_went_out_is_unknown_and_ends_there(answer: bytes) -> None:
    async with gate() as front:
        with pytest.raises(SentOrNot, match="post 2 of 3") as lost:
            await send_through(front, at_post(1, answer))
        assert "$e0: taken" in str(lost.value)
        assert "1 were not tried" in str(lost.value)
        assert [line[-4:] for line in front.lines] == ["24e0", "24e1"]


async def test_a_report_that_was_taken_before_the_connection_broke_is_not_made_twice(
    synapse: Synapse,
) -> None:
    room = synapse.alice.make_room("Broken off")
    event = synapse.alice.say(room, "x")
    async with gate(synapse.server.port) as front:
        front.rule = lambda _line, _before: Gate.HANG_UP_AFTER
        async with route_at(front.url, synapse.watcher.token) as route:
            with pytest.raises(SentOrNot):
                await route.send(notice((room, event)))
    assert len(reports_of(synapse, event)) == 1


async def test_a_server_that_is_down_was_surely_not_told() -> None:
    async with gate() as front:
        url = front.url
    async with route_at(url, "token") as route:
        with pytest.raises(NotSent) as refused:
            await route.send(notice(("!room", "$e")))
    assert refused.value.try_again is True


async def test_a_room_report_that_fails_is_told_but_takes_no_receipt_back() -> None:
    async with gate() as front:
        front.rule = lambda line, _before: b"" if line.endswith("/report") else TAKEN
        async with route_at(front.url, "token", report_room=True) as route:
            receipt = await route.send(notice(("!room", "$e")))
    assert "The room: unknown" in receipt.words


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (notice(), "names no post"),
        (notice(("!r", "$e"), destination="other.example"), "another homeserver"),
        (replace(notice(), links=(NamedLink("u", "r", "https://example.org/a"),)), "not the address"),
        (replace(notice(), links=(NamedLink("u", "r", "matrix://hs.localhost/!r"),)), "not the address"),
        (replace(notice(), links=(NamedLink("u", "r", "matrix://other.example/!r/$e"),)), "account"),
    ],
)
async def test_what_cannot_be_reported_is_refused_before_anything_goes_out(
    about: OutgoingNotice, words: str
) -> None:
    async with gate() as front, route_at(front.url, "token") as route:
        with pytest.raises(NotSent, match=words) as refused:
            await route.send(about)
        assert refused.value.try_again is False
        assert front.lines == []


async def test_without_an_account_nothing_is_reported() -> None:
    async with gate() as front, route_at(front.url, None) as route:
        with pytest.raises(NotSent, match="account"):
            await route.send(notice(("!r", "$e")))
        assert front.lines == []


def test_the_words_of_a_report_are_bounded_and_plain() -> None:
    long = notice(("!r", "$e"), ground="g" * 5000, subject="s\n\0" * 500, sender_name="n" * 5000)
    files = [f"mxc://hs.localhost/{'f' * 100}{n}" for n in range(50)]
    reason = reason_for(long, files)
    assert len(reason) <= LONGEST
    assert reason.startswith("JK-ABCDEFGHJKMN: s s")
    assert files[0] in reason
    assert "desk@centre.example" in reason
    assert "\0" not in reason
    assert len(room_reason_for(long, 2)) <= LONGEST


async def test_a_receipt_of_many_posts_stays_short() -> None:
    async with gate() as front:
        receipt = await send_through(front, lambda _line, _before: TAKEN, events=120)
    assert len(receipt.reference) <= 220
    assert receipt.reference.endswith("more")
