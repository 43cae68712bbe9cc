"""Take back that a place is allowed: what is found there alarms again."""

from __future__ import annotations

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.cases.models import AllowedPlace, Case
from jikimi.cases.places import normal_place


def forbid_place(actor: Actor, case: Case, place: str) -> bool:
    """Whether it was allowed. Errors: NotAPlace, PermissionRefused."""
    normal = normal_place(place, whole_site=True)
    with acting(actor, may={"caseworker"}, verb="cases.forbid_place", case=case) as act:
        found = AllowedPlace.objects.filter(case=case, address_lookup=lookup(normal, "allowed.address"))
        act.details = {"place": normal}
        deleted, _by_model = found.delete()
    return deleted > 0
