"""Write down one of the person's yeses."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Consent


def give_consent(actor: Actor, case: Case, kind: str) -> Consent:
    """The standing consent; saying yes twice leaves one. Errors: PermissionRefused, ValueError (kind)."""
    wanted = Consent.Kind(kind)
    with acting(
        actor, may={"caseworker"}, verb="cases.give_consent", subject=f"consent:{wanted.value}", case=case
    ):
        consent, _made = Consent.objects.get_or_create(
            case=case, kind=wanted, withdrawn_at=None, defaults={"given_at": timezone.now()}
        )
    return consent
