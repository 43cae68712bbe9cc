"""What must be true of a notice and its clock, wherever their path has led."""

from __future__ import annotations

from jikimi.takedown.models import Deadline, DeadlineState, Notice, NoticeState, Receipt
from jikimi.takedown.stuck.item import Stuck, Urgency

RUNS = (DeadlineState.RUNNING, DeadlineState.RUNS_OUT_SOON)


def ended_well(notice: Notice) -> bool:
    if notice.state in (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED):
        return Receipt.objects.filter(attempt__notice=notice, taken_back_at=None).exists()
    if notice.state == NoticeState.RETRACTED:
        return notice.retracted_at is not None
    if notice.state == NoticeState.WITHDRAWN or notice.let_go_at:
        return bool(notice.reason)
    if notice.state == NoticeState.REFUSED:
        # What follows from the no is prepared, sent, or about to be.
        followed = Notice.objects.filter(escalates__notice=notice).exclude(state=NoticeState.WITHDRAWN)
        return followed.exists() or Deadline.objects.filter(notice=notice, due_at__isnull=False).exists()
    return False


def an_escalation_counts_only_with_its_receipt(shown: dict[str, Stuck]) -> None:
    sent = (NoticeState.DUE, NoticeState.IN_WINDOW, NoticeState.UNKNOWN, NoticeState.BOUNCED)
    for notice in Notice.objects.filter(escalates__isnull=False, state__in=sent, let_go_at=None):
        assert shown[notice.public_id].urgency is Urgency.ESCALATION_WITHOUT_RECEIPT
        assert shown[notice.public_id].why


def clock_stands_well(clock: Deadline, shown: dict[str, Stuck], at_the_end: bool) -> None:
    if clock.state in RUNS:
        assert clock.due_at is not None
        assert not at_the_end, "a year later no clock of 48 hours still runs"
    if clock.state in (DeadlineState.PASSED, DeadlineState.REFUSED) and not clock.notice.let_go_at:
        follows = clock.escalations.exclude(state=NoticeState.WITHDRAWN).filter(let_go_at=None)
        assert clock.notice.public_id in shown or follows.exists()
