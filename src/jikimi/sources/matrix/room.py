"""From a room's address to its id, and whether we may read it: only if everybody may."""

from __future__ import annotations

from typing import Final

from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.address import MatrixAddress
from jikimi.sources.matrix.client import CLIENT, HomeserverClient, segment
from jikimi.sources.matrix.ids import is_room_id
from jikimi.sources.matrix.refusals import ENCRYPTED, NO_SUCH_ROOM, NOT_OPEN, refusal

_WORLD_READABLE: Final = "world_readable"


async def room_id_of(client: HomeserverClient, address: MatrixAddress) -> str:
    """The id that an address leads to now. Errors: SourceRefused, SourceUnavailable."""
    if address.room.startswith("!"):
        return address.room
    answer = await client.ask(f"{CLIENT}/directory/room/{segment(address.room)}")
    if not answer.ok:
        raise refusal(client, answer, NO_SUCH_ROOM)
    room_id = answer.body.get("room_id")
    if not is_room_id(room_id):
        raise SourceRefused("The homeserver gave the room an id that cannot be read.")
    return room_id


async def check_open(client: HomeserverClient, room_id: str) -> None:
    """Errors: SourceRefused unless everybody may read the room, even where our account could.

    An account that was once invited somewhere must not open that place to us.
    """
    answer = await client.ask(_state(room_id, "m.room.history_visibility"))
    if not answer.ok or answer.body.get("history_visibility") != _WORLD_READABLE:
        raise refusal(client, answer, NOT_OPEN)


async def check_not_encrypted(client: HomeserverClient, room_id: str) -> None:
    """Errors: SourceRefused if what is posted now is for members only."""
    answer = await client.ask(_state(room_id, "m.room.encryption"))
    if answer.ok:
        raise SourceRefused(ENCRYPTED)
    if answer.status != 404:
        raise refusal(client, answer, NOT_OPEN)


def _state(room_id: str, kind: str) -> str:
    return f"{CLIENT}/rooms/{segment(room_id)}/state/{kind}/"
