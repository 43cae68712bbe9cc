"""The 6 x 6 cells of a picture, by which it is told where in it something lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.points import F32

I64 = npt.NDArray[np.int64]

GRID = 6
CELLS = GRID**2


def cell_of(xy: F32, width: int, height: int) -> I64:
    """(n,) the cell of each place (n, 2) in pixels, row by row, from 0."""
    columns = np.minimum(GRID - 1, (xy[:, 0] * GRID / width).astype(np.int64))
    rows = np.minimum(GRID - 1, (xy[:, 1] * GRID / height).astype(np.int64))
    return rows * GRID + columns
