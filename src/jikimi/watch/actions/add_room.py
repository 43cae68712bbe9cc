"""Watch a room from now on, or again."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.watch.models import Room, RoomState

SHORTEST_CADENCE_S = 1


def add_room(
    actor: Actor, *, source: str, address: str, cadence_s: int, disk_budget_bytes: int, now: datetime
) -> tuple[Room, bool]:
    """The room, and whether it is new. A room that was refused or paused is watched again, from where it was.

    Errors: PermissionRefused.
    """
    with acting(actor, may={"operator", "caseworker"}, verb="watch.add_room") as act:
        room, made = Room.objects.get_or_create(
            lookup=lookup(address, "room.address"),
            defaults={"source": source, "address": address, "added_at": now, "next_visit_at": now},
        )
        Room.objects.filter(pk=room.pk).update(
            state=RoomState.WATCHING,
            cadence_s=max(SHORTEST_CADENCE_S, cadence_s),
            disk_budget_bytes=disk_budget_bytes,
            next_visit_at=now,
            problem="",
            troubles_in_a_row=0,
        )
        room.refresh_from_db()
        act.subject = f"room:{room.pk}"
        act.details = {"source": source, "new": made}
    return room, made
