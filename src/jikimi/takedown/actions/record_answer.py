"""They have answered: they act on it, or they will not."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.end_attempt import open_next
from jikimi.takedown.actions.link_outcomes import they_said, were_asked
from jikimi.takedown.actions.run_clock import see_to_clock_now, start_clock
from jikimi.takedown.models import Attempt, LinkOutcome, Notice, NoticeLink, NoticeState, Outcome, Receipt
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.refusals import Refused

# Who refused may remove it yet; what is answered has arrived, whatever a letter that came back said.
_MAY_BE_ANSWERED = (
    NoticeState.HANDED_OVER,
    NoticeState.ACKNOWLEDGED,
    NoticeState.UNKNOWN,
    NoticeState.REFUSED,
    NoticeState.BOUNCED,
)
# Links of which they have not said what they do.
_UNANSWERED = (LinkOutcome.NOT_ASKED, LinkOutcome.ASKED, LinkOutcome.NEED_MORE)


def record_answer(
    actor: Actor, notice: Notice, *, refused: bool, reference: str = "", words: str = "", now: datetime
) -> None:
    """`reference` is their number for it. Errors: Refused, PermissionRefused."""
    state = NoticeState.REFUSED if refused else NoticeState.ACKNOWLEDGED
    with acting(
        actor,
        may={"caseworker", "engine"},
        verb="takedown.record_answer",
        subject=notice.public_id,
        case=notice.case,
        details={"refused": refused, "reference": reference[:200]},
    ):
        asked = Notice.objects.filter(pk=notice.pk, state__in=_MAY_BE_ANSWERED)
        # What they refuse in part stands until they say something else of it.
        stands = asked.filter(state=NoticeState.ACKNOWLEDGED).values_list("reason", flat=True).first() or ""
        if not asked.update(
            state=state, reason="They answered that they will not remove it." if refused else stands
        ):
            raise Refused(_("This notice was not handed over, so nobody can have answered it."))
        attempt = Attempt.objects.filter(notice=notice).order_by("-number")[0]
        Attempt.objects.filter(pk=attempt.pk, outcome=Outcome.UNKNOWN).update(
            outcome=Outcome.SENT, ended_at=now, resolved_by=actor.pseudonym
        )
        Receipt.objects.create(
            attempt=attempt,
            grade=ReceiptGrade.ACKNOWLEDGED.value,
            reference=reference[:200],
            words=words or None,
            at=now,
        )
        erase_own_name(notice)
        were_asked(notice, attempt.begun_at)  # where it was unknown whether they had it, they have
        start_clock(notice, attempt, now)
        if refused:
            they_said(notice, LinkOutcome.REFUSED, now)
            open_next(notice, now)
            see_to_clock_now(notice, now)
    notice.state = state


def stand_by_its_links(notice: Notice, now: datetime) -> None:
    """They spoke of some of its links. Refused as a whole: where one is, and none waits for their word.

    Part of another verb's transaction.
    """
    outcomes = list(NoticeLink.objects.filter(notice=notice).values_list("outcome", flat=True))
    refused = outcomes.count(LinkOutcome.REFUSED)
    if not refused:
        Notice.objects.filter(pk=notice.pk, state=NoticeState.ACKNOWLEDGED).update(reason="")
        return
    waits = any(outcome in _UNANSWERED for outcome in outcomes)
    state = NoticeState.ACKNOWLEDGED if waits else NoticeState.REFUSED
    Notice.objects.filter(pk=notice.pk).update(
        state=state, reason=f"They will not remove {refused} of the {len(outcomes)} links."
    )
    notice.state = state
    if state is NoticeState.REFUSED:
        open_next(notice, now)
        see_to_clock_now(notice, now)
