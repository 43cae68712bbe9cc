"""Are the points that were found nearly the very same, or only alike?

A copy keeps a part of its points nearly to the bit, however it was treated. Two photographs of the same stars
or the same wall agree in where their points lie, and in hardly one of what they look like.
"""

from __future__ import annotations

from dataclasses import dataclass

from jikimi.fingerprint.points import Marks
from jikimi.match.geometry import Geometry

NEARLY = 24
"""Bits by which two descriptors may differ to be nearly the same; chance finds hardly any so near."""

FEWEST_PAIRED = 0.18
"""Of all that agrees with a transform, the share that was paired without knowing it. In 2,016 copies and
alterations of photographs at least 0.26; before another stretch of one repeated pattern at most 0.14."""


@dataclass(frozen=True, slots=True)
class Sameness:
    """`count`: found points that are nearly the same; `share`: theirs of all that were found."""

    count: int
    share: float


def sameness(geometry: Geometry, counted: Marks | None = None) -> Sameness:
    """Of all that was found, or of the `counted` ones, (n,) bool, of the protected photograph."""
    differ = geometry.differ if counted is None else geometry.differ[counted[geometry.which]]
    count = int((differ <= NEARLY).sum())
    return Sameness(count, count / max(1, len(differ)))


def repeats(geometry: Geometry) -> bool:
    """Whether what was found is a pattern that repeats: much agrees, and hardly a point has one partner."""
    return geometry.inliers < FEWEST_PAIRED * len(geometry.which)
