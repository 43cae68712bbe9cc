"""It surely was not sent: later again, or visibly not at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.takedown.actions.begin_attempt import WAITING
from jikimi.takedown.actions.end_attempt import end_by_sender, open_next
from jikimi.takedown.actions.link_outcomes import were_asked
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.rhythm import FIRST_RETRY_S, LONGEST_CLOSED_S, MOST_TRIES, next_try


def record_not_sent(
    notice: Notice,
    attempt: Attempt,
    sentence: str,
    *,
    words: str = "",
    try_again: bool,
    way_closed: bool = False,
    taken: Collection[str] = (),
    now: datetime,
    first_retry_s: float = FIRST_RETRY_S,
) -> None:
    """`sentence` is shown, `words` are what the other side said. `taken` are posts that were taken all the
    same: their links are asked, the notice is not sent. Errors: NotOurs.

    Where the way is closed to all, that costs the notice no try, and the others of this way wait with it:
    when it opens, the most urgent goes first.
    """
    left, again_at = _again(
        notice, attempt, try_again=try_again, way_closed=way_closed, now=now, first_retry_s=first_retry_s
    )
    state = NoticeState.DUE if again_at else NoticeState.NOT_SENT
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
        if taken:
            were_asked(notice, now, posts=taken)
        if again_at is None:
            erase_own_name(notice)  # who sends it again asks for it again
            open_next(notice, now)
        elif way_closed:
            others = Notice.objects.filter(state__in=WAITING, route=notice.route, send_after__lt=again_at)
            others.update(send_after=again_at, reason=sentence[:300])
    notice.state, notice.tries_left, notice.send_after = state, left, again_at


def _again(
    notice: Notice,
    attempt: Attempt,
    *,
    try_again: bool,
    way_closed: bool,
    now: datetime,
    first_retry_s: float,
) -> tuple[int, datetime | None]:
    """How many tries are left, and when the next is."""
    if not try_again:
        return 0, None
    if way_closed:
        return notice.tries_left, next_try(attempt.number, now, first_retry_s, LONGEST_CLOSED_S)
    left = max(0, notice.tries_left - 1)
    return left, next_try(MOST_TRIES - left, now, first_retry_s) if left else None
