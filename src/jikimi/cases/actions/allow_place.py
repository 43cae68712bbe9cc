"""Name a place where the person's photographs may be, so that nothing there alarms."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.cases.models import AllowedPlace, Case
from jikimi.cases.places import normal_place


def allow_place(actor: Actor, case: Case, place: str, *, whole_site: bool = False) -> AllowedPlace:
    """The allowed place; allowing it twice leaves one. Errors: NotAPlace, PermissionRefused."""
    normal = normal_place(place, whole_site=whole_site)
    with acting(actor, may={"caseworker"}, verb="cases.allow_place", case=case) as act:
        allowed, _made = AllowedPlace.objects.get_or_create(
            case=case,
            address_lookup=lookup(normal, "allowed.address"),
            defaults={"address": normal, "allowed_at": timezone.now()},
        )
        act.subject = f"allowed:{allowed.pk}"
        act.details = {"place": normal}
    return allowed
