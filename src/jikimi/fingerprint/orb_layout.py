"""Where each tile's levels lie, one after the other in one array, for pictures of one size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.orb_numbers import LEVEL_STEP, LEVELS, OVERLAP, TILES
from jikimi.fingerprint.points import F32
from jikimi.fingerprint.vectors import LANES

I64 = npt.NDArray[np.int64]

MARGIN = 4
"""Pixels around a blurred level, for points at its rim: their patch reaches three beyond it."""

SCALES: F32 = (np.float64(np.float32(LEVEL_STEP)) ** np.arange(LEVELS)).astype(np.float32)


Side = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Of each level of each tile of a picture, level by level (72): where it begins, how high and wide it is,
    and where it begins once it is blurred and has its margin; `length` and `blurred_length` are those of the
    arrays that hold all. `cuts` are the tiles' top and left (9, 2). Of each level again (72): `scales`, by
    which it is smaller, `corners`, its tile's left and top in the picture, and `own`, the first and last
    column and row that are the tile's own: it reaches into its neighbours."""

    begins: I64
    heights: I64
    widths: I64
    blurred_begins: I64
    length: int
    blurred_length: int
    cuts: I64
    scales: F32
    corners: F32
    own: F32


@lru_cache(maxsize=256)
def layout_of(height: int, width: int) -> Layout:
    """The layout for pictures of that size."""
    rows = pairwise(height * i // TILES for i in range(TILES + 1))
    columns = list(pairwise(width * i // TILES for i in range(TILES + 1)))
    tiles = [(r, c) for r in rows for c in columns]
    cuts = [(_reaching(r, height), _reaching(c, width)) for r, c in tiles]
    sizes = np.array([_level(*cut, scale) for cut in cuts for scale in SCALES], np.int64)
    corners = np.array([(left, top) for (top, _), (left, _) in cuts], np.float32)
    own = np.array([(*c, *r) for r, c in tiles], np.float32)
    heights, widths = sizes[:, 0].copy(), sizes[:, 1].copy()
    areas = heights * widths
    with_margin = (heights + 2 * MARGIN) * (widths + 2 * MARGIN)
    return Layout(
        np.cumsum(areas) - areas + LANES,
        heights,
        widths,
        np.cumsum(with_margin) - with_margin,
        int(areas.sum()) + 5 * LANES,
        int(with_margin.sum()) + 4 * LANES,
        np.array([(top, left) for (top, _), (left, _) in cuts], np.int64),
        np.tile(SCALES, len(tiles)),
        corners.repeat(LEVELS, 0),
        own.repeat(LEVELS, 0),
    )


def _reaching(side: Side, whole: int) -> Side:
    return max(0, side[0] - OVERLAP), min(whole, side[1] + OVERLAP)


def _level(rows: Side, columns: Side, scale: np.float32) -> Side:
    height, width = (np.float32(side[1] - side[0]) for side in (rows, columns))
    return int(np.rint(height / scale)), int(np.rint(width / scale))
