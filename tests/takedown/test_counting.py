"""Hours and business days, over every time zone that the machine knows and every change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.takedown.counting import after_business_days, after_hours, warned_at, zone

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith("posix"))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
A_MOMENT = timedelta(microseconds=1)


@given(start=MOMENTS, name=st.sampled_from(ZONES), hours=st.integers(1, 24 * 30))
def test_hours_pass_everywhere_alike(start: datetime, name: str, hours: int) -> None:
    there = start.astimezone(ZoneInfo(name))
    assert after_hours(there, hours) - start == timedelta(hours=hours)


@given(start=MOMENTS, name=st.sampled_from(ZONES), days=st.integers(1, 60))
def test_business_days_are_whole_days_of_the_place(start: datetime, name: str, days: int) -> None:
    where = ZoneInfo(name)
    end = after_business_days(start, days, where)
    last = (end - A_MOMENT).astimezone(where).date()
    assert last.weekday() < 5
    assert end.astimezone(where).date() == last + timedelta(days=1)
    first = start.astimezone(where).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days


@given(start=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=9)), name=st.sampled_from(ZONES))
def test_who_starts_later_never_ends_earlier(start: datetime, later: timedelta, name: str) -> None:
    where = ZoneInfo(name)
    assert after_business_days(start, 3, where) <= after_business_days(start + later, 3, where)


@given(start=MOMENTS, hours=st.integers(1, 24 * 366))
def test_somebody_is_told_before_it_runs_out(start: datetime, hours: int) -> None:
    end = after_hours(start, hours)
    told = warned_at(start, end)
    assert start < told < end
    assert end - told <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("start", "name", "days", "end"),
    [
        # A Friday evening in Seoul is still Friday: one business day ends with Monday.
        ("2026-11-20T10:00+00:00", "Asia/Seoul", 1, "2026-11-24T00:00+09:00"),
        # The same moment, late on a Friday in UTC, is Saturday in Seoul.
        ("2026-11-20T20:00+00:00", "Asia/Seoul", 1, "2026-11-24T00:00+09:00"),
        ("2026-11-20T20:00+00:00", "UTC", 1, "2026-11-24T00:00+00:00"),
        # Berlin leaves summer time on 25 October 2026: the day has 25 hours, and still counts once.
        ("2026-10-23T10:00+02:00", "Europe/Berlin", 1, "2026-10-27T00:00+01:00"),
        # In Cairo the midnight after Thursday 23 April 2026 is skipped: the day ends with the skip.
        ("2026-04-22T10:00+02:00", "Africa/Cairo", 1, "2026-04-24T01:00+03:00"),
    ],
)
def test_known_weeks(start: str, name: str, days: int, end: str) -> None:
    counted = after_business_days(datetime.fromisoformat(start), days, ZoneInfo(name))
    assert counted == datetime.fromisoformat(end)


def test_listed_holidays_are_no_business_days() -> None:
    """Chuseok of 2026 falls on a Thursday and a Friday; the end is never earlier for knowing it."""
    seoul, start = ZoneInfo("Asia/Seoul"), datetime(2026, 9, 23, 3, tzinfo=UTC)
    chuseok = {date(2026, 9, 24), date(2026, 9, 25)}
    assert after_business_days(start, 2, seoul) == datetime(2026, 9, 26, tzinfo=seoul)
    assert after_business_days(start, 2, seoul, chuseok) == datetime(2026, 9, 30, tzinfo=seoul)


def test_48_hours_over_the_end_of_summer_time() -> None:
    """By the wall it is 47 hours in Berlin; the platform still has 48."""
    start = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert after_hours(start, 48) == datetime(2026, 10, 26, 11, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "/etc/localtime", "a\0b"])
def test_a_place_that_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="IANA"):
        zone(name)
