"""When a period ends, as laws count: in hours that pass everywhere alike, or in business days of one place.

Plain arithmetic over moments: it asks no clock and keeps nothing, so no restart or wrong clock can bend it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SATURDAY: Final = 5
# Before it runs out somebody is told: a quarter of the time before, but no more than a day.
_LONGEST_WARNING: Final = timedelta(hours=24)
_WARNING_SHARE: Final = 4


def zone(name: str) -> ZoneInfo:
    """An IANA time zone such as `Asia/Seoul`. Errors: ValueError, with a sentence."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('write a time zone by its IANA name, such as "Asia/Seoul" or "UTC"') from None


def after_hours(start: datetime, hours: int) -> datetime:
    """So many hours later, in UTC: a change to or from summer time neither adds nor takes one."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def after_business_days(
    start: datetime, days: int, where: ZoneInfo, holidays: Collection[date] = ()
) -> datetime:
    """The end of the last of `days` business days there, in UTC.

    The day on which it starts does not count (as in Regulation (EEC) 1182/71, Article 3). Monday to Friday
    count, but for the `holidays`; where one is missing, the true end is later, never earlier.
    """
    day, left = start.astimezone(where).date(), days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in holidays
    return _end_of(day, where)


def warned_at(start: datetime, end: datetime) -> datetime:
    """When somebody is told that it runs out soon."""
    return end - min(_LONGEST_WARNING, (end - start) / _WARNING_SHARE)


def _end_of(day: date, where: ZoneInfo) -> datetime:
    # Where midnight is skipped, this is the moment of the skip; where it comes twice, the first one.
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=where)
    return midnight.astimezone(UTC)
