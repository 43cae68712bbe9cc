"""What ends a clock before its time: a no, a bounce, a notice that is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jikimi.cases.actor import Actor
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from jikimi.takedown.queries import resting_on_the_same
from jikimi.takedown.refusals import NotOurs
from tests.takedown.clocks import clock_of, ring, sent
from tests.takedown.deadlines.passing import H, prepared_after

pytestmark = pytest.mark.django_db


def test_a_no_is_answered_at_once(notice: Notice, by: Letterhead, start: datetime, caseworker: Actor) -> None:
    record_answer(caseworker, notice, refused=True, now=start + H)
    (made,) = ring(by, start + H)
    assert (clock_of(notice).state, made.state) == ("refused", "prepared")
    assert "will not remove it" in str(made.body)
    send_prepared(caseworker, made, now=start + H)


def test_a_bounce_takes_back_the_receipt_and_the_clock(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    made = prepared_after(by, start + 48 * H)
    record_bounce(caseworker, notice, now=start + 49 * H)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at, clock.started_at, clock.steps_taken) == ("not started", None, None, 0)
    assert Notice.objects.get(pk=made.pk).state == "withdrawn"
    assert ring(by, start + timedelta(days=99)) == []
    send_again(caseworker, notice, letterhead=by, now=start + 50 * H)
    sent(start + 50 * H)
    assert clock_of(notice).ends_at == start + 98 * H


def test_a_notice_that_is_taken_back_holds_nobody_to_its_time(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.retract_notice import retract_notices

    made = prepared_after(by, start + 48 * H)
    retract_notices(caseworker, [notice], why="It was somebody else.", letterhead=by, now=start + 49 * H)
    assert (clock_of(notice).state, clock_of(notice).due_at) == ("let go", None)
    assert Notice.objects.get(pk=made.pk).state == "withdrawn"


def test_a_complaint_about_a_wrong_notice_is_taken_back_with_it(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.retract_notice import retract_notices

    complaint = prepared_after(by, start + 48 * H)
    assert resting_on_the_same(notice) == [notice, complaint]
    send_prepared(caseworker, complaint, now=start + 49 * H)
    sent(start + 49 * H)
    assert resting_on_the_same(complaint) == [complaint], "the notice may have been right"
    made = retract_notices(
        caseworker, resting_on_the_same(notice), why="It was another.", letterhead=by, now=start + 50 * H
    )
    assert [one.retracts for one in made] == [notice, complaint]
    assert made[1].destination == "office@regulator.example"


def test_a_complaint_that_waits_goes_with_its_notice(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.retract_notice import retract_notices

    complaint = prepared_after(by, start + 48 * H)
    both = resting_on_the_same(notice)
    (made,) = retract_notices(caseworker, both, why="It was another.", letterhead=by, now=start + 50 * H)
    assert made.retracts == notice
    assert Notice.objects.get(pk=complaint.pk).state == "withdrawn"


def test_a_bounce_in_the_moment_of_ringing_wins(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock

    clock = claim_clock(now=start + 48 * H, lease_s=60, due_by=start + 48 * H)
    assert clock is not None
    record_bounce(caseworker, notice, now=start + 48 * H)
    with pytest.raises(NotOurs):
        mind_clock(clock, letterhead=by, now=start + 48 * H)
    assert clock_of(notice).state == "not started"
