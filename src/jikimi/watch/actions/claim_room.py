"""Take a room that is due for a visit, and give it back with what came of it.

These are a visit's bookkeeping, not something done to anybody: they write no line in the ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from jikimi.cases.due import claim, release
from jikimi.watch.backoff import next_try
from jikimi.watch.models import Room, RoomState


def claim_room(sources: Collection[str], *, now: datetime, lease_s: float, due_by: datetime) -> Room | None:
    """The room that has been due longest, due at `due_by` at the latest; leased to us."""
    watching = Room.objects.filter(state=RoomState.WATCHING, source__in=sources, next_visit_at__lte=due_by)
    return claim(watching, "next_visit_at", now, lease_s)


def finish_visit(room: Room, *, cursor: str | None, caught_up: bool, now: datetime) -> bool:
    """The room was read, up to now or (`caught_up` False) for as long as one visit may take."""
    outcome: dict[str, Any] = {"problem": "", "troubles_in_a_row": 0}
    outcome["next_visit_at"] = now + timedelta(seconds=room.cadence_s) if caught_up else now
    if caught_up:
        outcome["caught_up_at"] = now
    if cursor is not None:
        outcome["cursor"] = cursor
    return release(room, **outcome)


def report_trouble(room: Room, sentence: str, *, retry_after_s: float, now: datetime) -> bool:
    """It could not be read for now: later again, each time a little later, and visible until it works."""
    troubles = room.troubles_in_a_row + 1
    again_at = max(
        next_try(troubles, now, first_s=max(1.0, retry_after_s)), now + timedelta(seconds=retry_after_s)
    )
    return release(room, problem=sentence[:300], troubles_in_a_row=troubles, next_visit_at=again_at)


def refuse_room(room: Room, sentence: str) -> bool:
    """It cannot be read at all. It is not visited again until somebody adds it again."""
    return release(room, problem=sentence[:300], state=RoomState.REFUSED, next_visit_at=None)
