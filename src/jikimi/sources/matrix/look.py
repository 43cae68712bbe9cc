"""Finds out, piece by piece, what the server still shows of a link. All of this was seen on a real Synapse.

- A redacted event is still answered (200), without its content; its file is still served.
- A quarantined or deleted file is 404 with M_NOT_FOUND; a 404 without that code says nothing about the file.
- The very same bytes, uploaded again after that, are 404 at once; a fresh server serves them for a minute.
- Without an account files are 401, and 404 at the old place though they are there: that is not gone.
- A deleted room is 403 like a closed one; /room_summary tells them apart (400: no such room here).
- An event that was posted while everybody could read is answered by its id even after the room was closed.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jikimi.sources.matrix.answer import Answer
from jikimi.sources.matrix.client import CLIENT, HomeserverClient, segment
from jikimi.sources.matrix.ids import read_mxc
from jikimi.sources.matrix.media import PLACES, FileTooLarge, ask_for_file

_ENOUGH: Final = 1024 * 1024 * 1024


class Seen(StrEnum):
    """What one look at one thing showed."""

    THERE = "there"
    REDACTED = "redacted"
    CLOSED = "closed to us"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen, and the HTTP status it rests on. `length` is a file's, in bytes, as declared."""

    seen: Seen
    status: int | None = None
    length: int | None = None


async def look_at_event(client: HomeserverClient, room_id: str, event_id: str) -> Glance:
    """Errors: SourceUnavailable."""
    answer = await client.ask(f"{CLIENT}/rooms/{segment(room_id)}/event/{segment(event_id)}")
    if not answer.ok:
        return Glance(_refused(answer), answer.status)
    if answer.body.get("event_id") != event_id:
        return Glance(Seen.UNKNOWN, answer.status)
    unsigned = answer.body.get("unsigned")
    redacted = isinstance(unsigned, dict) and "redacted_because" in unsigned
    empty = not answer.body.get("content")
    return Glance(Seen.REDACTED if redacted or empty else Seen.THERE, answer.status)


async def look_at_room(client: HomeserverClient, room_id: str) -> Glance:
    """Errors: SourceUnavailable."""
    answer = await client.ask(f"{CLIENT}/rooms/{segment(room_id)}/messages", {"dir": "b", "limit": "1"})
    if answer.ok:
        shown = isinstance(answer.body.get("chunk"), list)
        return Glance(Seen.THERE if shown else Seen.UNKNOWN, answer.status)
    if answer.status not in (403, 404):
        return Glance(Seen.UNKNOWN, answer.status)
    summary = await client.ask(f"/_matrix/client/v1/room_summary/{segment(room_id)}")
    if summary.ok or summary.errcode == "M_NOT_FOUND":
        return Glance(Seen.CLOSED, summary.status)
    return Glance(Seen.GONE if summary.status == 400 else Seen.UNKNOWN, summary.status)


async def look_at_file(client: HomeserverClient, mxc: str) -> Glance:
    """Reads the file's first bytes and no more. Errors: SourceUnavailable."""
    named = read_mxc(mxc)
    glance = Glance(Seen.UNKNOWN)
    for place in PLACES if named else ():
        async with AsyncExitStack() as stack:
            try:
                served, answer = await ask_for_file(
                    stack, client, f"{place}/{'/'.join(named or ())}", _ENOUGH
                )
            except FileTooLarge:
                return Glance(Seen.THERE, 200)
            if served is not None:
                length = served.headers.get("content-length", "")
                async for _ in served.aiter_bytes():
                    return Glance(Seen.THERE, 200, int(length[:15]) if length.isdecimal() else None)
                return Glance(Seen.UNKNOWN, 200, 0)
        if answer.errcode == "M_NOT_FOUND" and glance.status != 401:
            return Glance(Seen.GONE, answer.status)
        glance = Glance(Seen.UNKNOWN, glance.status or answer.status)
    return glance


def _refused(answer: Answer) -> Seen:
    if answer.status == 404 and answer.errcode == "M_NOT_FOUND":
        return Seen.GONE
    return Seen.CLOSED if answer.status == 403 else Seen.UNKNOWN
