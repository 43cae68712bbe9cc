"""Leave a room alone from now on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.watch.models import Room, RoomState
from jikimi.watch.refusals import Refused


def pause_room(actor: Actor, room_id: int) -> None:
    """A visit that is going on ends at its next recording. Errors: Refused, PermissionRefused."""
    with acting(actor, may={"operator", "caseworker"}, verb="watch.pause_room", subject=f"room:{room_id}"):
        watched = Room.objects.filter(pk=room_id, state=RoomState.WATCHING)
        if not watched.update(
            state=RoomState.PAUSED, next_visit_at=None, lease_token="", lease_boot="", lease_until=None
        ):
            raise Refused(_("There is no watched room with this number."))
