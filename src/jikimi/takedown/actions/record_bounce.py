"""It came back: the receipt is taken back, and the notice stands red."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.end_attempt import open_next
from jikimi.takedown.actions.link_outcomes import were_never_asked
from jikimi.takedown.actions.run_clock import take_back_clock
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.refusals import Refused

_MAY_BOUNCE = (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED, NoticeState.UNKNOWN)


def record_bounce(actor: Actor, notice: Notice, *, words: str = "", now: datetime) -> None:
    """`words` are what the returned letter says. Errors: Refused, PermissionRefused."""
    with acting(
        actor,
        may={"caseworker", "engine"},
        verb="takedown.record_bounce",
        subject=notice.public_id,
        case=notice.case,
    ):
        sent = Notice.objects.filter(pk=notice.pk, state__in=_MAY_BOUNCE)
        if not sent.update(
            state=NoticeState.BOUNCED,
            let_go_at=None,
            reason="It came back: it was not delivered. Correct the destination or ask by another way.",
        ):
            raise Refused(_("This notice was not handed over, so it cannot have come back."))
        Receipt.objects.filter(attempt__notice=notice, taken_back_at=None).update(
            grade=ReceiptGrade.BOUNCED.value, taken_back_at=now, words=words or None
        )
        # A letter that came back was sent: that answers an open question too.
        Attempt.objects.filter(notice=notice, outcome=Outcome.UNKNOWN).update(
            outcome=Outcome.SENT, ended_at=now, resolved_by=actor.pseudonym
        )
        erase_own_name(notice)
        were_never_asked(notice, now)
        take_back_clock(notice, "The notice came back, so no time runs for it.")
        open_next(notice, now)
    notice.state = NoticeState.BOUNCED
