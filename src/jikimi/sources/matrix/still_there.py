"""One look at a link: the post, its room, its file."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from jikimi.sources.base import Grade, LinkAddress, Observation, SourceError
from jikimi.sources.matrix.address import MatrixAddress
from jikimi.sources.matrix.client import HomeserverClient
from jikimi.sources.matrix.grading import grade
from jikimi.sources.matrix.look import Glance, look_at_event, look_at_file, look_at_room

_LONGEST_LOOK_S: Final = 60.0


async def observe(client: HomeserverClient, post: MatrixAddress, link: LinkAddress) -> Observation:
    """Never raises for what the server does: then it cannot be told."""
    try:
        async with asyncio.timeout(_LONGEST_LOOK_S):
            event = await look_at_event(client, post.room, post.event or "")
            room = await look_at_room(client, post.room)
            file = await look_at_file(client, link.media) if link.media else None
    except SourceError as trouble:
        return cannot_tell(str(trouble), vantage(client))
    except TimeoutError:
        return cannot_tell("The homeserver did not answer in time.", vantage(client))
    seen: dict[str, str | int | bool | None] = {}
    for what, glance in (("post", event), ("room", room), ("file", file)):
        seen |= _as_seen(what, glance) if glance else {}
    return Observation(
        grade(event.seen, room.seen, file.seen if file else None), datetime.now(UTC), seen, vantage(client)
    )


def cannot_tell(why: str, vantage: str = "direct") -> Observation:
    return Observation(Grade.CANNOT_TELL, datetime.now(UTC), {"why": why}, vantage)


def vantage(client: HomeserverClient) -> str:
    """From where was looked: other people may see something else."""
    return "an account on the homeserver" if client.has_token else "the homeserver, without an account"


def _as_seen(what: str, glance: Glance) -> dict[str, str | int | bool | None]:
    seen: dict[str, str | int | bool | None] = {what: glance.seen.value, f"{what}_status": glance.status}
    return seen | ({f"{what}_bytes": glance.length} if glance.length is not None else {})
