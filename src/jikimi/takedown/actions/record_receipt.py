"""They took it: the notice has its receipt."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.end_attempt import end_by_sender, look_soon
from jikimi.takedown.actions.link_outcomes import were_asked
from jikimi.takedown.actions.run_clock import start_clock
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.rhythm import AFTER_ASKING

_STATE = {
    ReceiptGrade.HANDED_OVER: NoticeState.HANDED_OVER,
    ReceiptGrade.ACKNOWLEDGED: NoticeState.ACKNOWLEDGED,
}


def record_receipt(
    notice: Notice,
    attempt: Attempt,
    given: GivenReceipt,
    *,
    now: datetime,
    after_asking: Collection[int] = AFTER_ASKING,
) -> Receipt:
    """`after_asking` are the pauses, in seconds, of the looks that follow. Errors: NotOurs."""
    state = _STATE[given.grade]
    reference = "".join(character for character in given.reference if character.isprintable())[:200]
    with acting(
        ENGINE,
        may={"engine"},
        verb="takedown.record_receipt",
        subject=notice.public_id,
        case=notice.case,
        details={"attempt": attempt.number, "grade": given.grade.value, "reference": reference},
    ):
        end_by_sender(
            attempt, notice, Outcome.SENT, given.words, now, state=state, send_after=None, reason=""
        )
        receipt = Receipt.objects.create(
            attempt=attempt,
            grade=given.grade.value,
            reference=reference,
            words=given.words or None,
            at=given.at,
        )
        were_asked(notice, given.at)
        start_clock(notice, attempt, given.at)
        erase_own_name(notice)
        look_soon(notice, after_asking, now)
    notice.state = state
    return receipt
