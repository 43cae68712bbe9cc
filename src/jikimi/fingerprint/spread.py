"""In which order the points of a picture are kept: every cell's strongest, then every cell's second."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.orb_numbers import CELLS
from jikimi.fingerprint.points import F32

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

MOST_KEPT = 1 << 12
MOST_POINTS = 1 << 20
"""No picture has as many: of its pixels at all sizes at most a quarter are peaks."""

_NUMBER = np.uint64(MOST_POINTS - 1)
_STRENGTH, _RANK = np.uint64(20), np.uint64(52)
"""Where these begin in a number; a cell does where a rank does."""

_BELOW_RANK = np.uint64((1 << 52) - 1)


def spread(xy: F32, strength: F32, width: int, height: int, count: int) -> I64:
    """Which points are kept, at most `count`: those of one rank the strongest first, and of two as strong the
    one that was found first. `xy` (n, 2) and `strength` (n) may be MOST_POINTS, `count` MOST_KEPT.

    Numbers of 64 bits are sorted, made of all that matters in turn: far quicker than sorting by columns.
    """
    cells = np.floor(xy * (CELLS / np.array([width, height]))).astype(np.uint64)
    cell = cells[:, 1] * np.uint64(CELLS) + cells[:, 0]
    weaker = _weaker_is_more(strength)
    number = np.arange(len(xy), dtype=np.uint64)
    by_cell = (cell << _RANK) | (weaker << _STRENGTH) | number
    by_cell.sort()
    cell = by_cell >> _RANK
    begins = np.searchsorted(cell, np.arange(CELLS**2, dtype=np.uint64)).astype(np.uint64)
    rank = number - begins[cell]
    by_rank = (rank << _RANK) | (by_cell & _BELOW_RANK)
    by_rank = by_rank[rank < count]
    by_rank.sort()
    kept: I64 = (by_rank[:count] & _NUMBER).astype(np.int64)
    return kept


def _weaker_is_more(strength: F32) -> U64:
    """Floats as numbers of 32 bits in the opposite order."""
    bits = (strength + np.float32(0)).view(np.uint32)  # adding nothing makes both zeros one
    return np.where(bits >> np.uint32(31), bits, ~bits & np.uint32(0x7FFFFFFF)).astype(np.uint64)
