"""Is a picture one pattern, again and again? Each part of it lies in many places, so none can be found."""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.grid import cell_of
from jikimi.fingerprint.points import Marks, Points

ASKED = 500
NEARLY = 24
"""Bits by which two descriptors of one picture may differ to be the same thing twice."""

APART = 20.0
"""Pixels between them, at the least."""

ONE_SIZE = 0.1
MOST = 0.5
"""Share of the points that are there again elsewhere. Of 86 photographs and portraits at most 0.07, of
pictures laid with tiles of 24 to 240 pixels at least 0.53; walls of brick, grass and gravel have 0.01."""

FEWEST_IN_CELL = 3
ONCE = 0.7
FEWEST_CELLS_ONCE = 6
"""Of the 6 x 6 cells of a picture, in so many most points are there once if somebody stands before a
patterned paper, and is protected: 9 and more where she takes a third of it, in laid pictures 4 at most."""


def repeats(points: Points, width: int, height: int) -> bool:
    """Whether most of the strongest points are there again in another place, nearly everywhere."""
    some = points.first(ASKED)
    if not len(some):
        return False
    words = np.ascontiguousarray(some.descriptors).view(np.uint64)
    differ = np.bitwise_count(words[:, None] ^ words).sum(axis=2)
    apart = ((some.xy[:, None] - some.xy) ** 2).sum(axis=2) > APART**2
    one_size = np.abs(np.log(some.size[:, None] / some.size)) < ONE_SIZE
    again = ((differ <= NEARLY) & apart & one_size).any(axis=1)
    return bool(again.mean() > MOST) and _cells_once(some, again, width, height) < FEWEST_CELLS_ONCE


def _cells_once(points: Points, again: Marks, width: int, height: int) -> int:
    cell = cell_of(points.xy, width, height)
    held, once = np.bincount(cell), np.bincount(cell, weights=~again)
    return int(((held >= FEWEST_IN_CELL) & (once >= ONCE * held)).sum())
