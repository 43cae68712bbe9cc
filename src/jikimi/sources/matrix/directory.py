"""A homeserver's public directory of rooms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from jikimi.sources.base import SourceUnavailable
from jikimi.sources.matrix.address import MatrixAddress
from jikimi.sources.matrix.answer import Answer
from jikimi.sources.matrix.client import CLIENT, HomeserverClient
from jikimi.sources.matrix.ids import is_alias, is_room_id, plain_text
from jikimi.sources.matrix.refusals import need_account
from jikimi.sources.matrix.tokens import token_in

_PAGE: Final = 100
_MOST_PAGES: Final = 200


@dataclass(frozen=True, slots=True)
class ListedRoom:
    """A room as the directory lists it. `readable`: everybody may read it, so it can be watched.

    `name` and `topic` are what strangers wrote, shortened. `members` is the server's own count.
    """

    address: str
    name: str
    topic: str
    members: int
    readable: bool


async def list_rooms(client: HomeserverClient, server: str, search: str | None) -> AsyncIterator[ListedRoom]:
    """Rooms in the server's order, each once. Errors: SourceUnavailable, SourceRefused.

    Without an account a server searches nothing: then we look through its whole list ourselves.
    """
    seen: set[str] = set()
    since: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await _page(client, search, since)
        chunk = answer.body.get("chunk")
        if not isinstance(chunk, list):
            raise SourceUnavailable("The homeserver's list of rooms makes no sense.")
        new = [room for room in map(_listed(server), chunk) if room is not None and room.address not in seen]
        seen |= {room.address for room in new}
        for room in new:
            if client.has_token or _fits(room, search):
                yield room
        since = token_in(answer.body, "next_batch")
        if not new or since is None:
            return


async def _page(client: HomeserverClient, search: str | None, since: str | None) -> Answer:
    if client.has_token:
        wanted: dict[str, Any] = {"limit": _PAGE}
        wanted |= {"since": since} if since else {}
        wanted |= {"filter": {"generic_search_term": search}} if search else {}
        answer = await client.ask(f"{CLIENT}/publicRooms", post=wanted)
    else:
        query = {"limit": str(_PAGE)} | ({"since": since} if since else {})
        answer = await client.ask(f"{CLIENT}/publicRooms", query)
    if answer.status == 401:
        raise need_account(client)
    if not answer.ok:
        raise SourceUnavailable(f"The homeserver does not show its list of rooms ({answer.words}).")
    return answer


def _listed(server: str) -> Any:
    def listed(entry: Any) -> ListedRoom | None:
        if not isinstance(entry, dict) or not is_room_id(entry.get("room_id")):
            return None
        alias, members = entry.get("canonical_alias"), entry.get("num_joined_members")
        return ListedRoom(
            address=str(MatrixAddress(server, alias if is_alias(alias) else entry["room_id"])),
            name=plain_text(entry.get("name"), 200),
            topic=plain_text(entry.get("topic"), 500),
            members=members if isinstance(members, int) and not isinstance(members, bool) else 0,
            readable=entry.get("world_readable") is True,
        )

    return listed


def _fits(room: ListedRoom, search: str | None) -> bool:
    if not search:
        return True
    return search.casefold() in f"{room.name}\n{room.topic}\n{room.address}".casefold()
