"""Does what was found lie on the person? A shared backdrop, flag or uniform is no match.

In 98 official portraits 422 ordered pairs of different people have a transform in common that would count
as a match or a look. Of the points that should then be seen on the face at most 22 in 1,000 are (of all pairs
but two at most 13), where copies and alterations have 26 in 100 in the middle; and hardly a point of theirs
is the very same, as a copy's are (bench/results/scores.json).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points
from jikimi.match.geometry import Geometry
from jikimi.match.sameness import NEARLY

SMALLEST_SEEN = 28.0
"""Diameter in pixels below which a point, made smaller, is not found any more."""

OVAL, LOWER = 0.8, 0.05
"""Of a head's box the oval counts that has these shares of its width and height, and lies that share of its
height below its middle. The corners show the backdrop: with the whole box other people before one drawn
backdrop reach 0.13, with the oval 0.004."""

RIM = 16
FEWEST_ON_A_HEAD = 20
"""With fewer points in sight a head says nothing."""

USUAL_POINTS = 1000
"""Of a seen picture. Where fewer were kept of it, a head's share is measured against so many fewer."""

VERY_NEARLY = 16
"""Bits; of points on a head that differ so little, other people's portraits have four at most."""

SAME_BITS = 8
FEWEST_SAME, SHARE_SAME = 10, 0.2
"""Points that are the very same: other people's portraits have 3 at most, and 5 in 100."""


@dataclass(frozen=True, slots=True)
class OnHeads:
    """`share`: of the points on a protected head that should be seen, those that are, of the best head in
    sight; None where none is in sight, as in a body without its head, or a piece of the backdrop. `very_same`
    is how many points on one head are found nearly to the bit."""

    share: float | None
    very_same: int = 0


def on_heads(
    protected: Fingerprint, reference: Points, seen: Fingerprint, geometry: Geometry, *, mirrored: bool
) -> OnHeads | None:
    """What was found on the heads of a protected photograph; None where it has none."""
    if not protected.heads:
        return None
    carried = reference.xy @ geometry.model[:, :2].T + geometry.model[:, 2]
    scale = float(np.sqrt(abs(np.linalg.det(geometry.model[:, :2]))))
    in_sight = (carried >= RIM).all(axis=1) & (carried <= (seen.width - RIM, seen.height - RIM)).all(axis=1)
    in_sight &= reference.size * scale >= SMALLEST_SEEN
    in_sight[geometry.which] = True
    alike = np.zeros(len(reference), bool)
    alike[geometry.which[geometry.differ <= NEARLY]] = True
    very_nearly = geometry.which[geometry.differ <= VERY_NEARLY]
    shares, very_same = [], 0
    for left, top, right, bottom in protected.heads:
        sides = (protected.width - right, protected.width - left) if mirrored else (left, right)
        on_head = _in_oval(reference, sides, (top, bottom)) & in_sight
        very_same = max(very_same, int(on_head[very_nearly].sum()))
        if (count := int(on_head.sum())) >= FEWEST_ON_A_HEAD:
            shares.append(float(alike[on_head].sum()) / count)
    kept = min(1.0, len(seen.points) / USUAL_POINTS)
    return OnHeads(min(1.0, max(shares) / kept) if shares else None, very_same)


def pasted(geometry: Geometry) -> bool:
    """Whether much of what was found is not only alike but the same, as in something cut out and pasted."""
    same = int((geometry.differ <= SAME_BITS).sum())
    return same >= FEWEST_SAME and same >= SHARE_SAME * len(geometry.differ)


def _in_oval(points: Points, sides: tuple[int, int], rows: tuple[int, int]) -> npt.NDArray[np.bool_]:
    wide, tall = sides[1] - sides[0], rows[1] - rows[0]
    middle = np.array([sum(sides) / 2, sum(rows) / 2 + LOWER * tall])
    out = (points.xy - middle) / (OVAL / 2 * np.array([wide, tall]))
    return np.asarray((out**2).sum(axis=1) <= 1, bool)
