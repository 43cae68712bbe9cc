"""After a backup was restored: what was waiting in it may have been sent since it was made."""

from __future__ import annotations

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.end_attempt import FREED
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome

RESTORED = (
    "A backup was restored. This was waiting when the backup was made and may have been sent since. Ask the "
    "relay's log or the platform whether it arrived, then say so here."
)


def hold_back_restored(actor: Actor) -> int:
    """How many notices became unknown. Writes the restoring itself into the ledger, too."""
    # Drafts too: a playbook's second way becomes due when the first one failed, which may have happened; and
    # what was prepared, for which a caseworker may have said yes since.
    waiting = Notice.objects.filter(
        state__in=(NoticeState.PREPARED, NoticeState.DRAFT, NoticeState.DUE, NoticeState.IN_WINDOW)
    )
    with acting(actor, may={"operator"}, verb="service.restore"):
        held = list(waiting.select_related("case").only("public_id", "case__number", "case__team"))
        for notice in held:
            with acting(
                actor,
                may={"operator"},
                verb="takedown.hold_back_restored",
                subject=notice.public_id,
                case=notice.case,
            ):
                Notice.objects.filter(pk=notice.pk).update(
                    **FREED, state=NoticeState.UNKNOWN, send_after=None, reason=RESTORED
                )
                Attempt.objects.filter(notice=notice, outcome=Outcome.UNDER_WAY).update(
                    outcome=Outcome.UNKNOWN
                )
    return len(held)
