"""Servers that make us wait, stumble, lie and ramble: bounded, and told apart in words."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from jikimi.sources.base import SourceRefused, SourceUnavailable
from jikimi.sources.matrix.client import Patience
from tests.servers.gate import gate, says
from tests.servers.synapse import Synapse
from tests.sources.matrix import IMPATIENT, read, source_at

ROOM = "matrix://hs.localhost/!room:hs.localhost"


def fake_server(pages: list[Any], *, end: bool = True) -> Any:
    """A server whose room has these pages of events; with `end` False the last page leads to the first."""

    def rule(line: str, _before: int) -> bytes:
        if "/state/m.room.history_visibility" in line:
            return says(200, {"history_visibility": "world_readable"})
        if "/state/m.room.encryption" in line:
            return says(404, {"errcode": "M_NOT_FOUND"})
        if "/sync" in line:
            return says(200, {"next_batch": "s9"})
        if "dir=b" in line:
            return says(200, {"chunk": [], "end": "p0"})
        at = int(re.findall(r"from=p(\d+)", line)[0])
        following = at + 1 if at + 1 < len(pages) or end else 0
        chunk = pages[at] if at < len(pages) else []
        return says(200, {"chunk": chunk} | ({"end": f"p{following}"} if chunk or not end else {}))

    return rule


def event(n: int) -> dict[str, Any]:
    return {
        "event_id": f"$e{n}",
        "type": "m.room.message",
        "content": {"msgtype": "m.text"},
        "sender": "@a:b",
    }


async def test_a_real_server_behind_a_gate_that_makes_us_wait(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Waiting")
    sent = [synapse.alice.say(room, f"{n}") for n in range(15)]
    patience = Patience(first_wait=0.01)
    async with (
        gate(synapse.server.port) as front,
        source_at(front.url, synapse.watcher.token, patience=patience) as source,
    ):
        rules = [
            says(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 120}),
            says(429, {"errcode": "M_LIMIT_EXCEEDED"}, Retry_After="0"),
            says(502, b"<html>"),
            b"",
        ]
        front.rule = lambda _line, before: rules[before] if before < len(rules) else None
        began = time.monotonic()
        assert [post.id for post in await read(source, f"matrix://hs.localhost/{room}")] == sent
        assert time.monotonic() - began > 0.12 * 4


@pytest.mark.parametrize(
    ("answer", "retry_after"),
    [
        (says(429, {"retry_after_ms": 60_000}), 60.0),
        (says(429, {}, Retry_After="77"), 77.0),
        (says(429, {"retry_after_ms": 10**11}), 3600.0),
        (says(429, {"retry_after_ms": "soon"}), 1.0),
        (says(429, {"retry_after_ms": -5}), 1.0),
        (says(429, {"retry_after_ms": float("nan")}), 1.0),
        (says(503, {}), 5.0),
        (says(200, b"not json"), 5.0),
        (says(200, b"[" * 100_000), 5.0),
        (says(200, []), 5.0),
        (says(302, b"", Location="http://169.254.169.254/"), None),
        (b"", 5.0),
        (b"HTTP/1.1 2", 5.0),
    ],
)
async def test_a_server_that_gives_nothing_is_given_back_with_when_to_come_again(
    answer: bytes, retry_after: float | None
) -> None:
    patience = Patience(tries=2, first_wait=0.01, longest_wait=0.05)
    async with gate() as front, source_at(front.url, "token", patience=patience) as source:
        front.rule = lambda _line, _before: answer
        began = time.monotonic()
        with pytest.raises(SourceUnavailable if retry_after else SourceRefused) as told:
            await read(source, ROOM)
        assert time.monotonic() - began < 5
        assert getattr(told.value, "retry_after", None) == retry_after


async def test_a_server_that_is_not_there(synapse: Synapse) -> None:
    async with gate() as front:
        url = front.url
    async with source_at(url, "token", patience=IMPATIENT) as source:
        with pytest.raises(SourceUnavailable, match="does not answer"):
            await read(source, ROOM)


async def test_malformed_events_do_not_wedge_the_room() -> None:
    bad: list[Any] = [
        None,
        5,
        "x",
        [],
        {},
        {"event_id": 5},
        {"event_id": "$" + "x" * 300},
        {"event_id": "$a\ud800"},
    ]
    odd: list[Any] = [
        {"event_id": "$odd1", "type": [], "content": []},
        {"event_id": "$odd2", "type": "m.room.message", "content": {"msgtype": "m.image", "url": {"a": 1}}},
        {"event_id": "$odd3", "type": "m.room.message", "content": {"info": 5}, "origin_server_ts": "x"},
    ]
    async with gate() as front, source_at(front.url, "token") as source:
        front.rule = fake_server([[event(1), *bad], [*odd, event(2)]])
        posts = await read(source, ROOM)
        assert len(posts) == 1 + len(bad) + len(odd) + 1
        assert (posts[0].id, posts[-1].id) == ("$e1", "$e2")
        assert sum(post.problem is not None for post in posts) == len(bad) + 2
        rest = await read(source, ROOM, posts[-3].cursor)
        assert [post.id for post in rest] == ["$odd3", "$e2"]


@pytest.mark.parametrize(
    "chunk",
    [None, 5, "x", {"a": 1}],
)
async def test_a_page_that_is_no_list_is_unavailable(chunk: Any) -> None:
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        honest = fake_server([])
        front.rule = lambda line, n: says(200, {"chunk": chunk}) if "dir=f" in line else honest(line, n)
        with pytest.raises(SourceUnavailable):
            await read(source, ROOM)


async def test_a_server_that_leads_us_in_circles_is_left() -> None:
    async with gate() as front, source_at(front.url, "token") as source:
        front.rule = fake_server([[event(n)] for n in range(7)], end=False)
        posts = await read(source, ROOM)
        assert {post.id for post in posts} == {f"$e{n}" for n in range(7)}
        assert len(posts) <= 4 * 7
        assert len(front.lines) < 50


async def test_a_descent_without_a_bottom_ends() -> None:
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        honest = fake_server([[event(1)]])

        def bottomless(line: str, before: int) -> bytes:
            if "dir=b" in line and "m.room.create" not in line:
                return says(200, {"chunk": [event(1)], "end": "p0"})
            if "dir=b" in line:
                return says(200, {"chunk": [event(1)], "end": "p5"})
            return bytes(honest(line, before))

        front.rule = bottomless
        assert [post.id for post in await read(source, ROOM)] == ["$e1"]


async def test_a_page_too_large_is_asked_for_in_smaller_ones() -> None:
    huge = says(200, b"{" + b" " * (17 * 1024 * 1024) + b"}")
    async with gate() as front, source_at(front.url, "token", page_size=100) as source:
        honest = fake_server([[event(1)], [event(2)]])
        front.rule = lambda line, n: huge if "dir=f" in line and "limit=1&" not in line else honest(line, n)
        assert [post.id for post in await read(source, ROOM)] == ["$e1", "$e2"]
        front.rule = lambda line, n: huge if "dir=f" in line else honest(line, n)
        with pytest.raises(SourceUnavailable, match="larger"):
            await read(source, ROOM)


async def test_a_room_id_that_is_none_is_refused() -> None:
    for room_id in (5, None, "", "!", "x", "!a b", "!" + "a" * 300):
        async with gate() as front, source_at(front.url, "token") as source:
            front.rule = lambda _line, _n, room_id=room_id: says(200, {"room_id": room_id})  # type: ignore[misc]
            with pytest.raises(SourceRefused):
                await read(source, "matrix://hs.localhost/#a:hs.localhost")
            assert len(front.lines) == 1


async def test_only_questions_leave_this_machine(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Only questions")
    synapse.alice.say(room, "hello")
    async with gate(synapse.server.port) as front, source_at(front.url, synapse.watcher.token) as source:
        await read(source, f"matrix://hs.localhost/{room}")
        assert {line.split()[0] for line in front.lines} == {"GET"}
        assert all(not body for body in front.bodies)
        assert not any("/join" in line or "/send" in line for line in front.lines)
        assert json.dumps(front.lines).count("set_presence=offline") == 1
