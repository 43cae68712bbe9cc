"""Does what was found lie on what a camera saw? A shared form, app, player or joke's frame is no match."""

from __future__ import annotations

from dataclasses import dataclass

from jikimi.fingerprint.points import Points
from jikimi.match.geometry import Geometry


@dataclass(frozen=True, slots=True)
class Photographed:
    """`score` is what the points off all letters and drawing give, `share` theirs of all that were found,
    `of_reference` theirs of all that the protected picture has."""

    score: float
    share: float
    of_reference: float


def photographed(geometry: Geometry | None, reference: Points) -> Photographed | None:
    """None where nobody looked for what is drawn: a photograph that was protected before version 3."""
    if reference.drawn is None or not len(reference):
        return None
    counted = reference.photographed
    if geometry is None:
        return Photographed(0.0, 0.0, float(counted.mean()))
    return Photographed(
        geometry.score_on(reference, counted),
        float(counted[geometry.which].mean()),
        float(counted.mean()),
    )
