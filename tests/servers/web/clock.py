"""Time as a test wants it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """What time it is on a site."""

    now: datetime = BEGIN

    def pass_(self, **span: float) -> datetime:
        """`clock.pass_(days=2)`."""
        self.now += timedelta(**span)
        return self.now
