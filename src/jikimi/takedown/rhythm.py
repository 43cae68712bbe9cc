"""How often a link is looked at, and how long a notice waits before it is tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 60, 3600, 86_400

# Most platforms that act do so within a day, so looks are close at first. Seconds between looks.
AFTER_ASKING = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY)
# In about half the cases the same picture comes back on the same service (Project Arachnid).
AFTER_GONE = (HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY)
STOP_AFTER_S = 730 * DAY

# With the pauses below, one recipient may be away for about three days before a notice is shown as not sent.
MOST_TRIES = 20

FIRST_RETRY_S, LONGEST_RETRY_S = 60.0, 6.0 * HOUR
# A way that is closed to all is tried by one letter now and then, so that it is found open soon.
LONGEST_CLOSED_S = 15.0 * MINUTE


def next_look(rhythm: Sequence[int], step: int, now: datetime) -> datetime:
    """When to look again after the look number `step` (0: the first). The last pause repeats."""
    return now + timedelta(seconds=rhythm[min(step, len(rhythm) - 1)])


def next_try(
    failures: int, now: datetime, first_s: float = FIRST_RETRY_S, longest_s: float = LONGEST_RETRY_S
) -> datetime:
    """When to try again after so many failures in a row: twice as long each time, up to `longest_s`."""
    return now + timedelta(seconds=min(longest_s, first_s * 2.0 ** min(max(failures - 1, 0), 30)))
