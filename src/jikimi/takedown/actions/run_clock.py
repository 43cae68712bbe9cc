"""How a notice's clock is set up, started and taken back, for the verbs that do so in their transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from jikimi.playbooks.law import Law
from jikimi.playbooks.next_step import NextStep
from jikimi.takedown.actions.end_attempt import FREED
from jikimi.takedown.counting import after_business_days, after_hours, warned_at, zone
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Attempt, Deadline, DeadlineState, Notice, NoticeState
from jikimi.takedown.own_name import forget_own_names

# Gone or let go: nothing of such a clock comes back by itself.
OVER = (DeadlineState.KEPT, DeadlineState.GONE_LATE, DeadlineState.LET_GO)


def set_up_clock(notice: Notice, letterhead: Letterhead) -> None:
    """As its law counts today. A law that names neither a number nor a next step has no clock."""
    law = letterhead.playbooks.laws.get(notice.law)
    steps = by_themselves(law) if law else ()
    if law is None or not (_names_a_number(law) or steps):
        return
    counts = law.deadline
    Deadline.objects.create(
        notice=notice,
        law=notice.law,
        by_law=_names_a_number(law),
        hours=counts.hours,
        business_days=counts.business_days,
        holidays=[day.isoformat() for day in counts.holidays],
        own_seconds=None if _names_a_number(law) else int(steps[0].after.total_seconds()),
        counted_from=counts.counted_from,
        time_zone=letterhead.time_zone if counts.time_zone == "sender" else counts.time_zone,
    )


def start_clock(notice: Notice, attempt: Attempt, received_at: datetime) -> None:
    """With the first receipt; a further one changes nothing."""
    waiting = Deadline.objects.filter(notice=notice, state=DeadlineState.NOT_STARTED)
    for clock in waiting:
        start = attempt.begun_at if clock.counted_from == "sending" else received_at
        end = _end(clock, start, {date.fromisoformat(day) for day in clock.holidays})
        # Who is told as if there were no holidays is told early rather than late.
        warn = warned_at(start, _end(clock, start, ()))
        waiting.filter(pk=clock.pk).update(
            state=DeadlineState.RUNNING,
            started_at=start,
            ends_at=end,
            warn_at=warn,
            due_at=warn if clock.by_law else end,
            reason="",
        )


def take_back_clock(notice: Notice, why: str) -> None:
    """There is no receipt any more: no clock, and no complaint that rests on it unless it has gone out."""
    clocks = Deadline.objects.filter(notice=notice).exclude(state__in=OVER)
    drop_what_was_prepared(notice, why)
    clocks.update(
        **FREED,
        state=DeadlineState.NOT_STARTED,
        started_at=None,
        ends_at=None,
        warn_at=None,
        due_at=None,
        rang_at=None,
        steps_from=None,
        steps_taken=0,
        reason=why[:300],
    )


def see_to_clock_now(notice: Notice, now: datetime) -> None:
    """They have said no: the next step is prepared at once, however long the clock would still run."""
    running = (DeadlineState.RUNNING, DeadlineState.RUNS_OUT_SOON)
    Deadline.objects.filter(notice=notice, state__in=running).update(**FREED, due_at=now)


def let_clock_go(notice: Notice, why: str) -> None:
    """Nobody is to be held to this notice any more."""
    drop_what_was_prepared(notice, why)
    Deadline.objects.filter(notice=notice).exclude(state__in=OVER).update(
        **FREED, state=DeadlineState.LET_GO, due_at=None, reason=why[:300]
    )


def drop_what_was_prepared(notice: Notice, why: str) -> int:
    """How many next steps, prepared and not yet sent, rest on it no more."""
    prepared = Notice.objects.filter(escalates__notice=notice, state=NoticeState.PREPARED)
    forget_own_names(prepared)
    return prepared.update(state=NoticeState.WITHDRAWN, reason=why[:300])


def may_escalate(deadline: Deadline, now: datetime) -> bool:
    """Asked at the yes: this machine's clock may have been wrong when the step was prepared."""
    if deadline.state == DeadlineState.REFUSED:
        return True
    return deadline.state == DeadlineState.PASSED and deadline.ends_at is not None and deadline.ends_at <= now


def by_themselves(law: Law) -> tuple[NextStep, ...]:
    """The next steps but those that are of use only sometimes: `jikimi notices other-ways` offers them."""
    return tuple(step for step in law.next_step if step.only_for is None)


def _names_a_number(law: Law) -> bool:
    return law.deadline.hours is not None or law.deadline.business_days is not None


def _end(clock: Deadline, start: datetime, holidays: Collection[date]) -> datetime:
    if clock.hours is not None:
        return after_hours(start, clock.hours)
    if clock.business_days is not None:
        return after_business_days(start, clock.business_days, zone(clock.time_zone), holidays)
    return start + timedelta(seconds=clock.own_seconds or 0)
