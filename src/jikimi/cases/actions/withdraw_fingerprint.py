"""Take a photograph's fingerprint out of the bank and erase it."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import BankChange, Fingerprint


def withdraw_fingerprint(actor: Actor, fingerprint: Fingerprint) -> bool:
    """Whether it was still in the bank. What was kept of the photograph is gone afterwards.

    Errors: PermissionRefused.
    """
    with acting(
        actor,
        may={"caseworker"},
        verb="cases.withdraw_fingerprint",
        subject=f"fingerprint:{fingerprint.pk}",
        case=fingerprint.case,
    ) as act:
        standing = Fingerprint.objects.filter(pk=fingerprint.pk, withdrawn_at=None)
        withdrawn = standing.update(withdrawn_at=timezone.now(), record=None, digest=None)
        if withdrawn:
            act.bank_change(fingerprint, BankChange.Op.WITHDRAW)
    return withdrawn > 0
