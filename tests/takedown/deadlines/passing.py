"""Time that passes until the next step is prepared."""

from __future__ import annotations

from datetime import datetime, timedelta

from jikimi.sources.base import Grade
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from tests.takedown.clocks import look, ring

H = timedelta(hours=1)


def prepared_after(by: Letterhead, at: datetime) -> Notice:
    """Passed and looked at once more; the one letter that was prepared."""
    made = ring(by, at)
    look(at, Grade.LIVE)
    made += ring(by, at + timedelta(minutes=6))
    (one,) = made
    return one
