"""Which part of the protected photograph is in the picture, and what that makes of the picture."""

from __future__ import annotations

from math import exp, lgamma, log

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.grid import CELLS, GRID, cell_of
from jikimi.fingerprint.orb import EDGE
from jikimi.fingerprint.points import Points
from jikimi.match.geometry import Geometry
from jikimi.match.sighting import Kind, Transform
from jikimi.match.support import FINEST, Seen

KEPT, REPLACED, OUTSIDE, UNKNOWN = "k", "r", "o", "?"
FEWEST_IN_CELL = 3
KEPT_SHARE = 0.12
"""Share of a cell's points that must have their copy for the cell to count as the person's photograph."""

DOUBT = 0.02
"""A cell counts as replaced if so few of its points would be found by chance in less than 2 of 100 cells as
well kept as the others. In a small copy few points can be found at all, and their absence says little."""

SEEN_FROM = 0.85
"""A point can be found again if it is still this large, as a share of the smallest points there are."""

ALTERED_BELOW = 0.62
EMBEDDED_BELOW = 0.6

Box = tuple[float, float, float, float]
F64 = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]


def region_map(
    protected: Points, size: tuple[int, int], seen_size: tuple[int, int], found: Geometry, *, mirrored: bool
) -> str:
    """The photograph's 6 x 6 cells, row by row: kept, replaced, outside the picture, or not to be known.

    Sizes are (width, height) in pixels. A cell with fewer than three points tells nothing.
    """
    # In a smaller copy the finest points are not there to be found, and their absence says nothing.
    to_be_seen = protected.size * np.sqrt(abs(np.linalg.det(found.model[:, :2]))) >= FINEST * SEEN_FROM
    # Nor are points found at the very edge: there a plain crop would look replaced.
    lies_at = protected.xy @ found.model[:, :2].T + found.model[:, 2]
    to_be_seen &= ((lies_at >= EDGE) & (lies_at <= np.array(seen_size) - EDGE)).all(axis=1)
    to_be_seen[found.which] = True
    points = np.bincount(cell_of(protected.xy[to_be_seen], *size), minlength=CELLS)
    copies = np.bincount(cell_of(protected.xy[found.which], *size), minlength=CELLS)
    middles = (np.stack(np.meshgrid(range(GRID), range(GRID)), -1).reshape(-1, 2) + 0.5) * (
        np.array(size) / GRID
    )
    carried = middles @ found.model[:, :2].T + found.model[:, 2]
    inside = ((carried >= 0) & (carried < seen_size)).all(axis=1)
    kept = copies >= np.maximum(1, KEPT_SHARE * points)
    usually_found = copies[kept].sum() / max(1, points[kept].sum())
    cells = np.full(CELLS, REPLACED)
    cells[(points < FEWEST_IN_CELL) | (_by_chance(copies, points, usually_found) >= DOUBT)] = UNKNOWN
    cells[kept & (points >= FEWEST_IN_CELL)] = KEPT
    cells[~inside] = OUTSIDE
    rows = cells.reshape(GRID, GRID)
    return "".join((rows[:, ::-1] if mirrored else rows).ravel())


def _by_chance(found: Counts, points: Counts, share: float) -> F64:
    """The chance that of so many points so few or fewer are found, where that share usually is (binomial)."""
    yes, no = log(max(share, 1e-9)), log(max(1 - share, 1e-9))
    chances = [
        sum(
            exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * yes + (n - k) * no)
            for k in range(few + 1)
        )
        for few, n in zip(found.tolist(), points.tolist(), strict=True)
    ]
    return np.array(chances, np.float64)


def kind_of(cells: str, size: tuple[int, int], seen_size: tuple[int, int], found: Geometry) -> Kind:
    """Altered: a good part of what should be visible is not the photograph. Embedded: it is, in a larger
    picture. Same: it is, and fills what was seen."""
    kept, replaced = cells.count(KEPT), cells.count(REPLACED)
    if kept < ALTERED_BELOW * (kept + replaced):
        return Kind.ALTERED
    return Kind.EMBEDDED if _share_of_seen(size, seen_size, found.model) < EMBEDDED_BELOW else Kind.SAME


def _share_of_seen(size: tuple[int, int], seen_size: tuple[int, int], model: F64) -> float:
    corners = np.array([[0, 0], [size[0], 0], [0, size[1]], list(size)], np.float64)
    carried = (corners @ model[:, :2].T + model[:, 2]).clip(0, seen_size)
    span = carried.max(axis=0) - carried.min(axis=0)
    return float(span.prod() / np.prod(seen_size))


def _box(xy: npt.NDArray[np.float32], size: tuple[int, int]) -> Box:
    low, high = xy.min(axis=0) / size, xy.max(axis=0) / size
    left, top, right, bottom = (round(float(v), 4) for v in (*low, *high))
    return left, top, right, bottom


def transform_of(
    protected: Points,
    size: tuple[int, int],
    seen: Seen,
    seen_size: tuple[int, int],
    found: Geometry,
    *,
    mirrored: bool,
) -> Transform:
    """The found transform in a person's terms."""
    left, top, right, bottom = _box(protected.xy[found.which], size)
    region = (1 - right, top, 1 - left, bottom) if mirrored else (left, top, right, bottom)
    linear = found.model[:, :2]
    return Transform(
        turned=round(float(np.degrees(np.arctan2(linear[1, 0], linear[0, 0]))), 1) + 0.0,
        mirrored=mirrored,
        scale=round(float(np.sqrt(abs(np.linalg.det(linear)))), 3),
        region=region,
        seen_region=_box(seen.xy[found.copies], seen_size),
    )
