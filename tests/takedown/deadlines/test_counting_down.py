"""A notice's clock: started by its receipt, counted as its law says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline
from jikimi.watch.models import Sighting
from tests.takedown.clocks import asked, clock_of, ring, sent, with_law
from tests.takedown.deadlines.passing import H, prepared_after

pytestmark = pytest.mark.django_db


def test_there_is_no_clock_before_the_receipt(
    caseworker: Actor, sighting: Sighting, by: Letterhead, start: datetime
) -> None:
    notice = asked(caseworker, sighting, by, start)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at, clock.ends_at) == ("not started", None, None)
    assert ring(by, start + timedelta(days=999)) == []


@pytest.mark.parametrize("counted_from", ["receipt", "sending"])
def test_it_counts_as_its_law_says(
    caseworker: Actor,
    sighting: Sighting,
    start: datetime,
    tmp_path: Path,
    counted_from: str,
) -> None:
    from jikimi.routes.base import Receipt as GivenReceipt
    from jikimi.routes.base import ReceiptGrade
    from jikimi.takedown.actions.begin_attempt import begin_attempt
    from jikimi.takedown.actions.record_receipt import record_receipt
    from tests.takedown.found import claimed_notice

    by = with_law(tmp_path, counted_from=counted_from)
    asked(caseworker, sighting, by, start)
    ours = claimed_notice(lease_s=7200)
    attempt = begin_attempt(ours, now=start)
    assert attempt is not None
    received = start + timedelta(minutes=9)
    record_receipt(ours, attempt, GivenReceipt(ReceiptGrade.HANDED_OVER, received, "1"), now=received)
    clock = clock_of(ours)
    assert clock.started_at == (start if counted_from == "sending" else received)
    assert clock.ends_at == clock.started_at + 48 * H
    assert clock.due_at == clock.warn_at == clock.ends_at - 12 * H


def test_business_days_are_those_of_the_laws_place(
    caseworker: Actor, sighting: Sighting, tmp_path: Path
) -> None:
    by = with_law(tmp_path, "business_days = 1", zone="Asia/Seoul")
    friday_in_seoul = datetime(2026, 11, 20, 10, tzinfo=UTC)
    asked(caseworker, sighting, by, friday_in_seoul)
    assert clock_of(sent(friday_in_seoul)).ends_at == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_listed_holidays_lengthen_it_and_somebody_is_told_as_if_there_were_none(
    caseworker: Actor, sighting: Sighting, tmp_path: Path
) -> None:
    start = datetime(2026, 9, 23, 3, tzinfo=UTC)  # a Wednesday noon in Seoul, Chuseok begins on Thursday
    listed = "business_days = 2\nholidays = [2026-09-24, 2026-09-25]"
    by = with_law(tmp_path, listed, zone="Asia/Seoul", steps=())
    asked(caseworker, sighting, by, start)
    clock = clock_of(sent(start))
    assert clock.ends_at == datetime(2026, 9, 29, 15, tzinfo=UTC)
    assert clock.holidays == ["2026-09-24", "2026-09-25"]
    assert clock.warn_at is not None
    assert clock.warn_at < datetime(2026, 9, 25, 15, tzinfo=UTC), "before the end, had there been none"


def test_the_centres_own_zone_counts_where_the_law_says_so(
    caseworker: Actor, sighting: Sighting, tmp_path: Path
) -> None:
    from dataclasses import replace

    by = replace(with_law(tmp_path, "business_days = 1", zone="sender"), time_zone="Asia/Seoul")
    notice = asked(caseworker, sighting, by, timezone.now())
    assert clock_of(notice).time_zone == "Asia/Seoul"


def test_a_playbook_that_changes_later_bends_no_clock(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    notice = asked(caseworker, sighting, with_law(tmp_path), start)
    with_law(tmp_path, "hours = 1")
    assert clock_of(sent(start)).ends_at == start + 48 * H
    assert clock_of(notice).hours == 48


def test_where_the_law_names_no_number_the_centre_asks_after_its_own_time(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    by = with_law(tmp_path, "", steps=("7d",))
    asked(caseworker, sighting, by, start)
    notice = sent(start)
    assert ring(by, start + timedelta(days=6, hours=23)) == []
    made = prepared_after(by, start + timedelta(days=7))
    clock = clock_of(notice)
    assert (clock.by_law, clock.state, made.escalates) == (False, "passed", clock)
    assert clock.reason.startswith("They have had their time")


def test_a_law_with_neither_has_no_clock(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    asked(caseworker, sighting, with_law(tmp_path, "", steps=()), start)
    assert not Deadline.objects.exists()
