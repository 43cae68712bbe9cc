"""It surely was not sent: later again, or visibly not at all."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.takedown.actions.end_attempt import end_by_sender, open_next
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome
from jikimi.takedown.rhythm import FIRST_RETRY_S, MOST_TRIES, next_try


def record_not_sent(
    notice: Notice,
    attempt: Attempt,
    sentence: str,
    *,
    words: str = "",
    try_again: bool,
    now: datetime,
    first_retry_s: float = FIRST_RETRY_S,
) -> None:
    """`sentence` is shown, `words` are what the other side said. Errors: NotOurs."""
    left = max(0, notice.tries_left - 1) if try_again else 0
    again_at = next_try(MOST_TRIES - left, now, first_retry_s) if left else None
    state = NoticeState.DUE if left else NoticeState.NOT_SENT
    with acting(
        ENGINE,
        may={"engine"},
        verb="takedown.record_not_sent",
        subject=notice.public_id,
        case=notice.case,
        details={"attempt": attempt.number, "tries_left": left},
    ):
        end_by_sender(
            attempt,
            notice,
            Outcome.NOT_SENT,
            words,
            now,
            state=state,
            send_after=again_at,
            tries_left=left,
            reason=sentence[:300],
        )
        if not left:
            open_next(notice, now)
    notice.state, notice.tries_left, notice.send_after = state, left, again_at
