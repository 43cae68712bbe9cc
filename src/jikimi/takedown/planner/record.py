"""What came of one notice, as the planner weighs it. Plain numbers, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# What goes later than a week after the letter hardly goes because of it.
HORIZON = timedelta(days=7)
# The laws give a day or two; a way that works has removed half of what a notice names within three.
USUAL_ANSWER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Tried:
    """One notice by one way. `gone_after` has an entry for each link: how long after asking it was gone,
    None where it is not. `said_no`: they refused it, or it came back undelivered."""

    asked_at: datetime
    gone_after: tuple[timedelta | None, ...]
    said_no: bool = False

    def share_gone(self, within: timedelta) -> float:
        """The share of its links, 0 to 1, that were gone within so long."""
        gone = sum(after is not None and after <= within for after in self.gone_after)
        return gone / len(self.gone_after) if self.gone_after else 0.0

    def hours_at_risk(self, now: datetime) -> float:
        """How long its links stood where they could be removed, on average and a week at most."""
        stood = HORIZON if self.said_no else min(HORIZON, max(now - self.asked_at, timedelta()))
        spans = [min(HORIZON, stood if after is None else after) for after in self.gone_after]
        return sum(span.total_seconds() for span in spans) / 3600 / max(1, len(spans))

    def worked(self, now: datetime, answer_time: timedelta = USUAL_ANSWER) -> bool | None:
        """Whether most of it was gone in time; None while that is still open."""
        if self.share_gone(answer_time) >= 0.5:
            return True
        return False if self.said_no or now - self.asked_at >= answer_time else None


def median_hours(tried: Sequence[Tried]) -> float | None:
    """Half of the links that went within a week were gone by then; None where none went."""
    hours = sorted(
        after.total_seconds() / 3600
        for one in tried
        for after in one.gone_after
        if after is not None and after <= HORIZON
    )
    return hours[len(hours) // 2] if hours else None
