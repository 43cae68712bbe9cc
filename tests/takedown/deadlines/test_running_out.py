"""Told before it runs out; when it has, the next step waits for a yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jikimi.cases.actor import Actor
from jikimi.sources.base import Grade
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.mind_clock import ASK_AGAIN, FRESH_LOOK_WITHIN
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from tests.takedown.clocks import clock_of, look, ring, sent, with_law
from tests.takedown.deadlines.passing import H, prepared_after

pytestmark = pytest.mark.django_db


def test_somebody_is_told_before_it_runs_out(notice: Notice, by: Letterhead, start: datetime) -> None:
    assert ring(by, start + 35 * H) == []
    assert clock_of(notice).state == "running"
    ring(by, start + 36 * H)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at) == ("runs out soon", start + 48 * H)
    assert "still there" in clock.reason


def test_when_it_has_passed_the_next_step_waits_for_a_yes(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    end = start + 48 * H
    ring(by, end)
    clock = clock_of(notice)
    assert clock.state == "passed"
    assert Notice.objects.count() == 1, "first one looks once more"
    made = prepared_after(by, end + timedelta(minutes=10))
    assert (made.state, made.platform, made.law, made.destination) == (
        "prepared", "office", "complaint", "office@regulator.example",
    )  # fmt: skip
    assert made.escalates == clock
    assert f"notice {notice.public_id} by email, received: handed over" in str(made.body)
    assert "addresses still there: 1 of 1" in str(made.body)
    assert [file.name for file in made.enclosures.order_by("pk")] == ["breach-pack.json", "breach-pack.pdf"]
    send_prepared(caseworker, made, now=end + H)
    assert sent(end + H).pk == made.pk


def test_no_second_one_is_prepared_while_the_first_waits(
    notice: Notice, tmp_path: Path, start: datetime, caseworker: Actor
) -> None:
    by = with_law(tmp_path, steps=("0s", "1d"))
    made = prepared_after(by, start + 48 * H)
    assert ring(by, start + timedelta(days=9)) == []
    send_prepared(caseworker, made, now=start + timedelta(days=9))
    sent(start + timedelta(days=9))
    (second,) = ring(by, start + timedelta(days=10))
    assert ring(by, start + timedelta(days=11)) == []
    drop_prepared(caseworker, second)
    assert ring(by, start + timedelta(days=99)) == [], "the playbook knows no third"
    assert clock_of(notice).due_at is None


@pytest.mark.parametrize(("gone_after", "state"), [(20 * H, "kept"), (49 * H, "gone late")])
def test_what_was_removed_is_no_breach(
    notice: Notice, by: Letterhead, start: datetime, gone_after: timedelta, state: str
) -> None:
    for pause in (timedelta(), timedelta(minutes=2)):
        ring(by, start + gone_after + pause)
        look(start + gone_after + pause, Grade.GONE)
    assert ring(by, start + timedelta(days=30)) == []
    assert (clock_of(notice).state, clock_of(notice).due_at) == (state, None)
    assert Notice.objects.count() == 1


def test_what_only_seems_gone_accuses_nobody(notice: Notice, by: Letterhead, start: datetime) -> None:
    look(start + 47 * H, Grade.GONE)
    ring(by, start + 48 * H)
    assert ring(by, start + 48 * H + FRESH_LOOK_WITHIN) == []
    assert ring(by, start + 60 * H) == []
    look(start + 61 * H, Grade.LIVE)
    (made,) = ring(by, start + 61 * H + ASK_AGAIN)
    assert made.state == "prepared"


def test_what_was_prepared_falls_away_when_it_is_gone(
    notice: Notice, by: Letterhead, start: datetime
) -> None:
    made = prepared_after(by, start + 48 * H)
    for minutes in (0, 2):
        look(start + 50 * H + timedelta(minutes=minutes), Grade.GONE)
    ring(by, start + 60 * H)
    made.refresh_from_db()
    assert (made.state, clock_of(notice).state) == ("withdrawn", "gone late")


def test_a_source_that_is_away_holds_it_up_for_an_hour_at_most(
    notice: Notice, by: Letterhead, start: datetime
) -> None:
    end = start + 48 * H
    ring(by, end)
    assert Link.objects.get().next_check_at is not None
    assert ring(by, end + FRESH_LOOK_WITHIN - timedelta(minutes=1)) == []
    assert len(ring(by, end + FRESH_LOOK_WITHIN + timedelta(minutes=5))) == 1
