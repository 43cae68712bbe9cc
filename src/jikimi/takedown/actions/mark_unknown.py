"""Nobody can tell whether it was sent. Shown, and never sent again by itself: a person finds out."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import run_out
from jikimi.takedown.actions.end_attempt import FREED, end_by_sender
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome
from jikimi.takedown.refusals import NotOurs

CRASHED = (
    "The program or the machine stopped in the moment of sending. Ask the relay's log or the platform "
    "whether it arrived, then say so here."
)
LOST = (
    "The connection broke in the moment of sending. Ask the relay's log or the platform whether it arrived, "
    "then say so here."
)


def record_unknown(notice: Notice, attempt: Attempt, *, words: str = "", now: datetime) -> None:
    """The sender itself lost sight of it inside the window. Errors: NotOurs."""
    with acting(
        ENGINE,
        may={"engine"},
        verb="takedown.mark_unknown",
        subject=notice.public_id,
        case=notice.case,
        details={"attempt": attempt.number},
    ):
        end_by_sender(
            attempt,
            notice,
            Outcome.UNKNOWN,
            words,
            now,
            state=NoticeState.UNKNOWN,
            send_after=None,
            reason=LOST,
        )
    notice.state = NoticeState.UNKNOWN


def mark_unknown(*, now: datetime) -> list[Notice]:
    """Attempts that were begun by somebody whose lease has run out, and have no outcome."""
    stuck = Notice.objects.filter(run_out(now), state=NoticeState.IN_WINDOW).select_related("case")
    marked = []
    for notice in stuck:
        try:
            _mark(notice, now)
        except NotOurs:
            continue  # its sender came back, or another worker was quicker
        marked.append(notice)
    return marked


def _mark(notice: Notice, now: datetime) -> None:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.mark_unknown", subject=notice.public_id, case=notice.case
    ):
        stuck = Notice.objects.filter(
            run_out(now), pk=notice.pk, state=NoticeState.IN_WINDOW, lease_token=notice.lease_token
        )
        if not stuck.update(**FREED, state=NoticeState.UNKNOWN, send_after=None, reason=CRASHED):
            raise NotOurs
        Attempt.objects.filter(notice=notice, outcome=Outcome.UNDER_WAY).update(outcome=Outcome.UNKNOWN)
    notice.state = NoticeState.UNKNOWN
