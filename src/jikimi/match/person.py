"""Does what was found lie on the person? A shared backdrop, flag or uniform is no match.

In 98 official portraits 229 ordered pairs of different people have a transform in common that would count as
a match or a look. Of the points that should then be seen on the head at most 4 in 100 are, where copies and
alterations have 43 in 100 in the middle; and hardly a point of theirs is the very same, as a copy's are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points
from jikimi.match.geometry import Geometry

ALIKE = 24
"""Bits by which the copy of a point on a head may differ; chance finds hardly any so near."""

SMALLEST_SEEN = 28.0
"""Diameter in pixels below which a point, made smaller, is not found any more."""

RIM = 16
FEWEST_ON_A_HEAD = 20
"""With fewer points in sight a head says nothing."""

USUAL_POINTS = 1000
"""Of a seen picture. Where fewer were kept of it, a head's share is measured against so many fewer."""

SAME_BITS = 8
FEWEST_SAME, SHARE_SAME = 10, 0.2
"""Points that are the very same: other people's portraits have 3 at most, and 5 in 100."""


def share_on_heads(
    protected: Fingerprint, reference: Points, seen: Fingerprint, geometry: Geometry, *, mirrored: bool
) -> float | None:
    """Of the points on a protected head that should be seen, the share that is: of the best head in sight.

    None where no head is in sight, or the photograph has none.
    """
    if not protected.heads:
        return None
    carried = reference.xy @ geometry.model[:, :2].T + geometry.model[:, 2]
    scale = float(np.sqrt(abs(np.linalg.det(geometry.model[:, :2]))))
    in_sight = (carried >= RIM).all(axis=1) & (carried <= (seen.width - RIM, seen.height - RIM)).all(axis=1)
    in_sight &= reference.size * scale >= SMALLEST_SEEN
    in_sight[geometry.which] = True
    alike = np.zeros(len(reference), bool)
    alike[geometry.which[geometry.differ <= ALIKE]] = True
    shares = []
    for left, top, right, bottom in protected.heads:
        sides = (protected.width - right, protected.width - left) if mirrored else (left, right)
        on_head = _within(reference, sides, (top, bottom)) & in_sight
        if (count := int(on_head.sum())) >= FEWEST_ON_A_HEAD:
            shares.append(float(alike[on_head].sum()) / count)
    kept = min(1.0, len(seen.points) / USUAL_POINTS)
    return min(1.0, max(shares) / kept) if shares else None


def very_same(geometry: Geometry) -> bool:
    """Whether much of what was found is not only alike but the same, as in something cut out and pasted."""
    same = int((geometry.differ <= SAME_BITS).sum())
    return same >= FEWEST_SAME and same >= SHARE_SAME * len(geometry.differ)


def _within(points: Points, sides: tuple[int, int], rows: tuple[int, int]) -> npt.NDArray[np.bool_]:
    x, y = points.xy[:, 0], points.xy[:, 1]
    return np.asarray((x >= sides[0]) & (x <= sides[1]) & (y >= rows[0]) & (y <= rows[1]), bool)
