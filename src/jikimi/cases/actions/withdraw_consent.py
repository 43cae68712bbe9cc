"""Take one of the person's yeses back. It works at once."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Consent
from jikimi.cases.queries import standing_fingerprints


def withdraw_consent(actor: Actor, case: Case, kind: str) -> bool:
    """Whether there was a yes to take back.

    Without `watch` nothing may be looked for: every fingerprint of the case leaves the bank in the same
    transaction. Errors: PermissionRefused, ValueError (kind).
    """
    wanted = Consent.Kind(kind)
    with acting(
        actor, may={"caseworker"}, verb="cases.withdraw_consent", subject=f"consent:{wanted.value}", case=case
    ):
        standing = Consent.objects.filter(case=case, kind=wanted, withdrawn_at=None)
        withdrawn = standing.update(withdrawn_at=timezone.now())
        if wanted is Consent.Kind.WATCH:
            for fingerprint in standing_fingerprints(case):
                withdraw_fingerprint(actor, fingerprint)
    return withdrawn > 0
