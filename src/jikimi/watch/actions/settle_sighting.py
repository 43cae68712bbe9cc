"""A person has decided about a sighting."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.watch.models import Sighting, SightingState
from jikimi.watch.refusals import Refused

# Who dismissed in error may still say yes. After a yes letters have gone out, so there is no way back.
_MAY_BECOME = {
    SightingState.CONFIRMED: (SightingState.OPEN, SightingState.DISMISSED),
    SightingState.DISMISSED: (SightingState.OPEN,),
}


def dismiss_sighting(actor: Actor, sighting: Sighting, *, now: datetime) -> None:
    """It is not hers, or it is no harm. Errors: Refused, PermissionRefused."""
    _settle(actor, sighting, SightingState.DISMISSED, now)


def settle_as_confirmed(actor: Actor, sighting: Sighting, *, now: datetime) -> None:
    """Part of `takedown.confirm_sighting`. An altered picture is kept as one to look for from now on.

    Errors: Refused, PermissionRefused.
    """
    _settle(actor, sighting, SightingState.CONFIRMED, now)
    if worth_keeping(sighting):
        Sighting.objects.filter(pk=sighting.pk).update(keep_at=now)
        sighting.keep_at = now


def worth_keeping(sighting: Sighting) -> bool:
    """Only what was made from the photograph: an unaltered copy is known already, and a screenshot or a
    collage shows other people's pictures too, which must not become hers."""
    return sighting.kind == "altered" and sighting.post_id is not None


def _settle(actor: Actor, sighting: Sighting, state: SightingState, now: datetime) -> None:
    with acting(
        actor,
        may={"caseworker"},
        verb=f"watch.{'confirm' if state is SightingState.CONFIRMED else 'dismiss'}",
        subject=f"sighting:{sighting.pk}",
        case=sighting.case,
    ):
        undecided = Sighting.objects.filter(pk=sighting.pk, state__in=_MAY_BECOME[state])
        if not undecided.update(state=state, decided_at=now, decided_by=actor.pseudonym):
            raise Refused(_("This sighting is decided already, or lies in a place that the case allows."))
    sighting.state, sighting.decided_at, sighting.decided_by = state, now, actor.pseudonym
