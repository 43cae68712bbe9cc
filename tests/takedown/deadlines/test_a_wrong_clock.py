"""The machine's own clock jumps: what rang too early is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.sources.base import Grade
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.actions.mark_unknown import mark_unknown
from jikimi.takedown.actions.mind_clock import set_right
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from jikimi.takedown.refusals import Refused
from tests.takedown.clocks import asked, clock_of, look, ring
from tests.takedown.deadlines.passing import H, prepared_after
from tests.takedown.found import sighting_of

pytestmark = pytest.mark.django_db


class TestAWrongClock:
    """The machine's clock was a day ahead, and is right again."""

    def test_what_rang_too_early_is_taken_back(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        made = prepared_after(by, start + 49 * H)
        true_now = start + 25 * H
        with pytest.raises(Refused, match="not run out yet"):
            send_prepared(caseworker, made, now=true_now)
        (clock,) = set_right(now=true_now)
        clock = clock_of(notice)
        assert (clock.state, clock.due_at, clock.steps_taken) == ("running", start + 36 * H, 0)
        assert Notice.objects.get(pk=made.pk).state == "withdrawn"
        assert set_right(now=true_now) == []
        ring(by, start + 36 * H)
        again = prepared_after(by, start + 48 * H)
        send_prepared(caseworker, again, now=start + 49 * H)

    def test_what_has_gone_out_stays(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        made = prepared_after(by, start + 49 * H)
        send_prepared(caseworker, made, now=start + 49 * H)
        assert set_right(now=start + 25 * H) == []
        assert clock_of(notice).state == "passed"

    def test_a_small_correction_changes_nothing(
        self, notice: Notice, by: Letterhead, start: datetime
    ) -> None:
        ring(by, start + 48 * H)
        assert set_right(now=start + 48 * H - timedelta(minutes=2)) == []

    def test_a_day_that_was_slept_through_is_made_good(
        self, notice: Notice, by: Letterhead, start: datetime
    ) -> None:
        ring(by, start + 80 * H)
        look(start + 80 * H, Grade.LIVE)
        assert len(ring(by, start + 81 * H)) == 1

    def test_what_crashed_while_it_was_ahead_is_shown_at_once(
        self, by: Letterhead, start: datetime, caseworker: Actor, case: Case
    ) -> None:
        asked(caseworker, sighting_of(caseworker, case), by, start)
        claimed = claim_notice(now=start + 24 * H, lease_s=60, due_by=start + 24 * H)
        assert claimed is not None
        assert begin_attempt(claimed, now=start + 24 * H)
        assert [one.public_id for one in mark_unknown(now=start)] == [claimed.public_id]
