"""Where each tile's levels lie, one after the other in one array, for pictures of one size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.lanes import LANES
from jikimi.fingerprint.orb_numbers import LEVEL_STEP, LEVELS, OVERLAP, TILES
from jikimi.fingerprint.points import F32

I64 = npt.NDArray[np.int64]

MARGIN = 4
"""Pixels around a blurred level, for points at its rim: their patch reaches three beyond it."""

SCALES: F32 = (np.float64(np.float32(LEVEL_STEP)) ** np.arange(LEVELS)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A tile's own rows and columns, and from which it is cut: it reaches into its neighbours."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    cut: tuple[slice, slice]

    @property
    def left(self) -> int:
        return int(self.cut[1].start)

    @property
    def top(self) -> int:
        return int(self.cut[0].start)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The tiles of a picture, and of each level of each tile, level by level (72): where it begins, how high
    and wide it is, and where it begins once it is blurred and has its margin; `length` and `blurred_length`
    are those of the arrays that hold all. `cuts` are the tiles' top and left."""

    tiles: tuple[Tile, ...]
    begins: I64
    heights: I64
    widths: I64
    blurred_begins: I64
    length: int
    blurred_length: int
    cuts: I64


@lru_cache(maxsize=256)
def layout_of(height: int, width: int) -> Layout:
    """The layout for pictures of that size."""
    rows = [height * i // TILES for i in range(TILES + 1)]
    columns = [width * i // TILES for i in range(TILES + 1)]
    tiles = tuple(Tile(r, c, _cut(r, c, height, width)) for r in pairwise(rows) for c in pairwise(columns))
    sizes = np.array([_level(tile, scale) for tile in tiles for scale in SCALES], np.int64)
    heights, widths = sizes[:, 0].copy(), sizes[:, 1].copy()
    areas = heights * widths
    with_margin = (heights + 2 * MARGIN) * (widths + 2 * MARGIN)
    return Layout(
        tiles,
        np.cumsum(areas) - areas + LANES,
        heights,
        widths,
        np.cumsum(with_margin) - with_margin,
        int(areas.sum()) + 5 * LANES,
        int(with_margin.sum()) + 4 * LANES,
        np.array([(tile.top, tile.left) for tile in tiles], np.int64),
    )


def _cut(rows: tuple[int, int], columns: tuple[int, int], height: int, width: int) -> tuple[slice, slice]:
    return (
        slice(max(0, rows[0] - OVERLAP), min(height, rows[1] + OVERLAP)),
        slice(max(0, columns[0] - OVERLAP), min(width, columns[1] + OVERLAP)),
    )


def _level(tile: Tile, scale: np.float32) -> tuple[int, int]:
    height, width = (side.stop - side.start for side in tile.cut)
    return int(np.rint(np.float32(height) / scale)), int(np.rint(np.float32(width) / scale))
