"""The bars between match, look and nothing."""

from __future__ import annotations

from jikimi.fingerprint.pdq import DISTANCE_MATCH
from jikimi.match.geometry import Geometry
from jikimi.match.sighting import Verdict

SCORE_MATCH = 12.0
SCORE_LOOK = 5.0
"""From the measured scores of copies and of different photographs: bench/results/recall.json keeps both."""


def verdict_of(geometry: Geometry | None, pdq_distance: int | None) -> Verdict | None:
    """What the signals say together; None is nothing found."""
    score = geometry.score if geometry else 0.0
    if score >= SCORE_MATCH or (pdq_distance is not None and pdq_distance <= DISTANCE_MATCH):
        return Verdict.MATCH
    return Verdict.LOOK if score >= SCORE_LOOK else None
