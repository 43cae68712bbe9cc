"""Does what was found lie on what a camera saw? A shared form, app, player or joke's frame is no match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jikimi.fingerprint.points import Marks, Points
from jikimi.match.geometry import Geometry

APART = 12.0
"""Pixels around a point on drawing that was found: what lies nearer may be the rim of the same button."""


@dataclass(frozen=True, slots=True)
class Photographed:
    """`score` is what the points off all letters and drawing give, `share` theirs of all that were found,
    `of_reference` theirs of all that the protected picture has; `apart` is the score of those that lie well
    away from all drawing that was found too."""

    score: float
    share: float
    of_reference: float
    apart: float


def photographed(geometry: Geometry | None, reference: Points) -> Photographed | None:
    """None where nobody looked for what is drawn: a photograph that was protected before version 3."""
    if reference.drawn is None or not len(reference):
        return None
    counted = reference.photographed
    if geometry is None:
        return Photographed(0.0, 0.0, float(counted.mean()), 0.0)
    return Photographed(
        geometry.score_on(reference, counted),
        float(counted[geometry.which].mean()),
        float(counted.mean()),
        geometry.score_on(reference, counted & _apart(geometry, reference)),
    )


def _apart(geometry: Geometry, reference: Points) -> Marks:
    """(n,) bool: which photographed points lie well away from the drawn ones that were found."""
    away = np.ones(len(reference), bool)
    drawn = reference.xy[geometry.which[~reference.photographed[geometry.which]]]
    asked = np.unique(np.concatenate((geometry.which, geometry.first, *geometry.by_chance)))
    asked = asked[reference.photographed[asked]]
    if len(drawn) and len(asked):
        gaps = reference.xy[asked, None] - drawn
        away[asked] = (gaps**2).sum(axis=2).min(axis=1) > APART**2
    return away
