"""The bars between match, look and nothing."""

from __future__ import annotations

from jikimi.fingerprint.pdq import DISTANCE_MATCH
from jikimi.match.geometry import Geometry
from jikimi.match.person import very_same
from jikimi.match.sighting import Verdict

SCORE_MATCH = 12.0
SCORE_LOOK = 5.0
"""From the measured scores of copies and of different photographs: bench/results/recall.json keeps both."""

SCORE_BEYOND_DOUBT = 45.0
"""Portraits of other people in one studio reach 35."""

SHARE_MATCH = 0.06
SHARE_LOOK = 0.045
"""Of the points that should be seen on a head. Portraits of other people in one studio reach 0.043."""


def verdict_of(geometry: Geometry | None, pdq_distance: int | None, on_heads: float | None) -> Verdict | None:
    """What the signals say together; None is nothing found.

    `on_heads` is the share of the points in sight on a head that were found, None where no head is in sight.
    Where the head is not hers, or covered, only very much that agrees elsewhere, or is the very same, is
    worth a look: the same place with another person in it never alarms.
    """
    if pdq_distance is not None and pdq_distance <= DISTANCE_MATCH:
        return Verdict.MATCH
    if geometry is None or geometry.score < SCORE_LOOK:
        return None
    if on_heads is not None and on_heads < SHARE_LOOK:
        worth_a_look = geometry.score >= SCORE_BEYOND_DOUBT or very_same(geometry)
        return Verdict.LOOK if worth_a_look else None
    sure = geometry.score >= SCORE_MATCH and (on_heads is None or on_heads >= SHARE_MATCH)
    return Verdict.MATCH if sure else Verdict.LOOK
