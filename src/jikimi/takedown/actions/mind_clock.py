"""A clock rings: somebody is told, it has passed, or the next step is prepared. One thing each time.

What is written depends on the notice, its links and the moment alone, never on when this ran before: after a
restart, or once a wrong clock is right again, the same comes out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.playbooks.next_step import NextStep
from jikimi.takedown.actions.prepare_next_step import CannotPrepare, prepare_next_step
from jikimi.takedown.actions.run_clock import by_themselves, drop_what_was_prepared
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, DeadlineState, Link, Notice, NoticeState
from jikimi.takedown.refusals import NotOurs
from jikimi.takedown.still_there import Remaining, remaining

# Before somebody is accused, the links are looked at once more; a source that is away holds it up no longer.
LOOK_AGAIN: Final = timedelta(minutes=5)
FRESH_LOOK_WITHIN: Final = timedelta(hours=1)
# What only seems gone, and what was prepared and waits for a yes, is asked about again so often.
ASK_AGAIN: Final = timedelta(hours=6)
# A machine's clock may be corrected by so much without anything being taken back.
SLACK: Final = timedelta(minutes=5)
_NOT_OUT_YET: Final = (NoticeState.PREPARED, NoticeState.DUE, NoticeState.IN_WINDOW, NoticeState.UNKNOWN)
_SET_BACK: Final = "This machine's clock was set back: it has not run out yet after all."


def claim_clock(*, now: datetime, lease_s: float, due_by: datetime) -> Deadline | None:
    """The clock that rings longest; leased to us."""
    rings = Deadline.objects.filter(due_at__lte=due_by).select_related("notice", "notice__case")
    return claim(rings, "due_at", now, lease_s)


def mind_clock(deadline: Deadline, *, letterhead: Letterhead, now: datetime) -> list[Notice]:
    """What it makes of the clock stands in it afterwards. Gives what was prepared. Errors: NotOurs."""
    with acting(
        ENGINE,
        may={"engine"},
        verb="takedown.mind_clock",
        subject=deadline.notice.public_id,
        case=deadline.notice.case,
    ) as act:
        prepared, outcome = _outcome(deadline, letterhead, now)
        if not release(deadline, **outcome):
            raise NotOurs
        act.details = {"state": str(deadline.state), "prepared": [notice.public_id for notice in prepared]}
    return prepared


def set_right(*, now: datetime) -> list[Deadline]:
    """Clocks that rang while this machine's own clock was ahead; they run on, and say so."""
    ahead = Deadline.objects.filter(
        state__in=(DeadlineState.RUNS_OUT_SOON, DeadlineState.PASSED), ends_at__gt=now + SLACK
    ).exclude(state=DeadlineState.RUNS_OUT_SOON, warn_at__lte=now + SLACK)
    right = []
    for deadline in ahead.select_related("notice", "notice__case"):
        if not _has_gone_out(deadline):
            _set_right(deadline)
            right.append(deadline)
    return right


def _outcome(
    deadline: Deadline, letterhead: Letterhead, now: datetime
) -> tuple[list[Notice], dict[str, Any]]:
    end = deadline.ends_at
    if end is None:
        return [], {"due_at": None}
    found = remaining(deadline.notice)
    refused = deadline.notice.state == NoticeState.REFUSED
    if deadline.state == DeadlineState.PASSED or (deadline.state == DeadlineState.REFUSED and refused):
        return _after_the_end(deadline, found, letterhead, now)
    if refused:
        return [], _refused(deadline, letterhead, now)
    if now < end:
        return [], _before_the_end(deadline, found, end, now)
    if found.all_gone:
        return [], _all_gone(deadline, found)
    Link.objects.filter(notices=deadline.notice, next_check_at__gt=now).update(next_check_at=now)
    return [], {
        "state": DeadlineState.PASSED,
        "rang_at": now,
        "steps_from": end if deadline.by_law else deadline.started_at,
        "due_at": now,
        "reason": _in_words(deadline, found),
    }


def _before_the_end(deadline: Deadline, found: Remaining, end: datetime, now: datetime) -> dict[str, Any]:
    if not deadline.by_law or found.all_gone or deadline.warn_at is None:
        return {"due_at": end}
    if now < deadline.warn_at:
        return {"state": DeadlineState.RUNNING, "due_at": deadline.warn_at}
    reason = "It runs out soon, and what it names is still there."
    return {"state": DeadlineState.RUNS_OUT_SOON, "due_at": end, "reason": reason}


def _refused(deadline: Deadline, letterhead: Letterhead, now: datetime) -> dict[str, Any]:
    steps = _steps(deadline, letterhead)
    first = steps[0].after if steps else timedelta()
    return {
        "state": DeadlineState.REFUSED,
        "steps_from": now - first,
        "due_at": now,
        "reason": "They have said no, so there is nothing to wait for.",
    }


def _after_the_end(
    deadline: Deadline, found: Remaining, letterhead: Letterhead, now: datetime
) -> tuple[list[Notice], dict[str, Any]]:
    if found.all_gone:
        drop_what_was_prepared(deadline.notice, "It is not needed: what it names is gone.")
        return [], _all_gone(deadline, found)
    steps = _steps(deadline, letterhead)[deadline.steps_taken :]
    if not steps:
        return [], {"due_at": None}
    due = (deadline.steps_from or now) + steps[0].after
    wait = _wait(deadline, found, now)
    if now < due or wait is not None:
        return [], {"due_at": max(due, wait or due)}
    try:
        prepared = [prepare_next_step(deadline, steps[0], letterhead=letterhead, now=now)]
    except CannotPrepare as why:
        # A person must see to it; the playbook may be mended meanwhile.
        return [], {"due_at": now + ASK_AGAIN, "reason": str(why)[:300]}
    taken = deadline.steps_taken + 1
    again = now + ASK_AGAIN
    return prepared, {"steps_taken": taken, "due_at": again, "reason": _in_words(deadline, found)}


def _wait(deadline: Deadline, found: Remaining, now: datetime) -> datetime | None:
    """Until when nothing is prepared yet; None: nothing stands in the way."""
    end = deadline.ends_at
    if end is not None and deadline.state == DeadlineState.PASSED:
        looked_since = found.looked_at is not None and found.looked_at >= end
        if not looked_since and now < (deadline.rang_at or end) + FRESH_LOOK_WITHIN:
            return now + LOOK_AGAIN
    if deadline.escalations.filter(state__in=_NOT_OUT_YET).exists() or not found.there:
        return now + ASK_AGAIN
    return None


def _all_gone(deadline: Deadline, found: Remaining) -> dict[str, Any]:
    since, end = found.gone_since, deadline.ends_at
    late = deadline.by_law and since is not None and end is not None and since > end
    state = DeadlineState.GONE_LATE if late else DeadlineState.KEPT
    return {"state": state, "due_at": None, "reason": ""}


def _in_words(deadline: Deadline, found: Remaining) -> str:
    what = "The deadline has passed" if deadline.by_law else "They have had their time"
    rest = f", {found.seem_gone} more seem gone" if found.seem_gone else ""
    if deadline.state == DeadlineState.REFUSED:
        what = "They have said no"
    if found.all == 1:
        stands = "is still there" if found.there else "seems gone, but not surely yet"
        return f"{what}, and what it names {stands}."
    are = "is" if found.there == 1 else "are"
    return f"{what}: of {found.all} links {found.there} {are} still there{rest}."


def _steps(deadline: Deadline, letterhead: Letterhead) -> tuple[NextStep, ...]:
    law = letterhead.playbooks.laws.get(deadline.law)
    return by_themselves(law) if law else ()


def _has_gone_out(deadline: Deadline) -> bool:
    quiet = (NoticeState.PREPARED, NoticeState.WITHDRAWN)
    return deadline.escalations.exclude(state__in=quiet).exists()


def _set_right(deadline: Deadline) -> None:
    notice = deadline.notice
    with acting(
        ENGINE, may={"engine"}, verb="takedown.set_clock_right", subject=notice.public_id, case=notice.case
    ):
        drop_what_was_prepared(notice, _SET_BACK)
        Deadline.objects.filter(pk=deadline.pk, state=deadline.state).update(
            state=DeadlineState.RUNNING,
            due_at=deadline.warn_at if deadline.by_law else deadline.ends_at,
            rang_at=None,
            steps_from=None,
            steps_taken=0,
            reason=_SET_BACK,
        )
