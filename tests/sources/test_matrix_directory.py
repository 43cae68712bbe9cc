"""The homeserver's own list of public rooms, searched."""

from __future__ import annotations

from typing import Any

import pytest

from jikimi.sources.base import SourceRefused, SourceUnavailable
from jikimi.sources.matrix.directory import ListedRoom
from jikimi.sources.matrix.source import MatrixSource
from tests.servers.gate import gate, says
from tests.servers.synapse import Synapse
from tests.sources.matrix import IMPATIENT, read, source_at, source_for


async def listed(source: MatrixSource, search: str | None) -> list[ListedRoom]:
    return [room async for room in source.directory("hs.localhost", search)]


@pytest.mark.parametrize("with_account", [True, False])
async def test_rooms_are_found_by_their_name_and_can_be_read(synapse: Synapse, with_account: bool) -> None:
    tag = "withaccount" if with_account else "without"
    room = synapse.alice.make_room(f"Schule Zürich {tag}", alias=f"dir-{tag}")
    unnamed = synapse.alice.make_room(f"Other {tag}", readable=False)
    said = synapse.alice.say(room, "hello")
    async with source_for(synapse.server, synapse.watcher if with_account else None) as source:
        (found,) = await listed(source, f"schule zürich {tag}")
        assert found == ListedRoom(
            f"matrix://hs.localhost/#dir-{tag}:hs.localhost",
            f"Schule Zürich {tag}",
            "A demonstration's room",
            1,
            readable=True,
        )
        (closed,) = await listed(source, f"other {tag}")
        assert (closed.address, closed.readable) == (f"matrix://hs.localhost/{unnamed}", False)
        everything = {one.address for one in await listed(source, None)}
        assert {found.address, closed.address} <= everything
    async with source_for(synapse.server, synapse.watcher) as source:
        assert [post.id for post in await read(source, found.address)] == [said]


async def test_a_server_that_shows_its_list_to_accounts_only() -> None:
    async with gate() as front, source_at(front.url, None) as source:
        front.rule = lambda _line, _before: says(401, {"errcode": "M_MISSING_TOKEN"})
        with pytest.raises(SourceRefused, match="make an ordinary account"):
            await listed(source, None)


async def test_pages_are_followed_and_a_list_without_an_end_is_left() -> None:
    def entry(n: int) -> dict[str, Any]:
        return {"room_id": f"!r{n}", "name": f"n{n}", "num_joined_members": n, "world_readable": True}

    async with gate() as front, source_at(front.url, "token") as source:
        pages = [{"chunk": [entry(1), entry(2)], "next_batch": "a"}, {"chunk": [entry(2), entry(3)]}]
        front.rule = lambda _line, before: says(200, pages[before])
        assert [room.members for room in await listed(source, None)] == [1, 2, 3]
    async with gate() as front, source_at(front.url, "token") as source:
        front.rule = lambda _line, _before: says(200, {"chunk": [entry(1)], "next_batch": "a"})
        assert len(await listed(source, None)) == 1
        assert len(front.lines) == 2


async def test_hostile_entries_are_left_out_or_made_harmless() -> None:
    chunk = [
        None,
        {"room_id": 5},
        {"room_id": "!ok", "name": {"a": 1}, "topic": "\ud800\x00" * 400, "num_joined_members": "many"},
        {"room_id": "!ok2", "canonical_alias": "#bad alias", "world_readable": "yes"},
    ]
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        front.rule = lambda _line, _before: says(200, {"chunk": chunk})
        first, second = await listed(source, None)
        first.topic.encode()
        assert (first.name, first.members, len(first.topic) <= 500) == ("", 0, True)
        assert (second.address, second.readable) == ("matrix://hs.localhost/!ok2", False)
        front.rule = lambda _line, _before: says(200, {"chunk": 5})
        with pytest.raises(SourceUnavailable):
            await listed(source, None)
