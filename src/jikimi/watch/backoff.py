"""How long something that failed waits before it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_S = 3600.0


def next_try(
    failures: int, now: datetime, *, first_s: float = 15.0, longest_s: float = LONGEST_S
) -> datetime:
    """After so many failures in a row: twice as long each time, an hour at most."""
    return now + timedelta(seconds=min(longest_s, first_s * 2.0 ** min(max(failures - 1, 0), 30)))
