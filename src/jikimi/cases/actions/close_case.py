"""Close a case: its photographs leave the bank, its history stays."""

from __future__ import annotations

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.cases.queries import standing_fingerprints


def close_case(actor: Actor, case: Case) -> None:
    """Errors: PermissionRefused."""
    with acting(actor, may={"caseworker"}, verb="cases.close", subject=f"case:{case.number}", case=case):
        # First the case, so that nothing is added to it while its photographs leave.
        Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED)
        for fingerprint in standing_fingerprints(case):
            withdraw_fingerprint(actor, fingerprint)
    case.state = Case.State.CLOSED
