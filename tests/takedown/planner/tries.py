"""What was tried, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from jikimi.takedown.planner.record import Tried
from jikimi.takedown.planner.score import Prior

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRIORS = st.builds(Prior, success=st.floats(0, 1), hours=st.floats(0.1, 2000))


def tried(hours: float | None, *, ago: float = 500.0, links: int = 1, said_no: bool = False) -> Tried:
    gone = None if hours is None else timedelta(hours=hours)
    return Tried(NOW - timedelta(hours=ago), (gone,) * links, said_no)


TRIED = st.builds(
    tried,
    st.none() | st.floats(0.01, 1000),
    ago=st.floats(0, 9000),
    links=st.integers(1, 40),
    said_no=st.booleans(),
)
