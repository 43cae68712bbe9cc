"""How good a way is, as one number: removals a day for each notice under way.

The number is a rate, so it holds both how often a way works and how fast, and what is still open counts for
exactly as long as it has been open. The playbook's word enters as if so many notices had been measured with
just that outcome; measured notices soon outweigh it. Forty links in one notice share their fate, so a notice
counts once, with the average of its links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jikimi.takedown.planner.record import HORIZON, Tried

PRIOR_NOTICES: Final = 5.0
_HORIZON_H: Final = HORIZON.total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Prior:
    """The playbook's word: the share removed within a week, and after how many hours."""

    success: float
    hours: float


def score(tried: Sequence[Tried], prior: Prior, now: datetime) -> float:
    """Removals a day. With nothing measured it is the playbook's word alone."""
    gone = sum(one.share_gone(HORIZON) for one in tried)
    hours = sum(one.hours_at_risk(now) for one in tried)
    stood = prior.success * min(prior.hours, _HORIZON_H) + (1 - prior.success) * _HORIZON_H
    return 24 * (PRIOR_NOTICES * prior.success + gone) / (PRIOR_NOTICES * stood + hours)
