"""Each protected point's two closest points of a picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, differing
from jikimi.match.lanes import SIDE_BY_SIDE, two_lowest

I32 = npt.NDArray[np.int32]

FAR = (999 << 16) | 0xFFFF
"""A key (the bits between, times 65536, plus the row) beyond all others."""


@njit(cache=True, nogil=True)
def two_nearest(asked: U64, others: U64) -> tuple[I32, I32, I32]:
    """For each row of `asked` (n, 4): its closest row of `others` (at most 65,535 rows; the first of those as
    close), how many bits apart, and how many the next best; -1 and 999 where there is none."""
    nearest = np.empty(len(asked), np.int32)
    distance = np.empty(len(asked), np.int32)
    second = np.empty(len(asked), np.int32)
    columns = np.ascontiguousarray(others.T).ravel()
    kept = np.empty(2 * SIDE_BY_SIDE, np.uint64)
    whole = len(others) - len(others) % SIDE_BY_SIDE
    for one in range(len(asked)):
        kept[:] = FAR
        for at in range(0, whole, SIDE_BY_SIDE):
            two_lowest(columns, at, len(others), asked, one, kept)  # type: ignore[call-arg]
        best = next_best = np.uint64(FAR)
        for at in range(len(kept)):
            next_best = min(next_best, max(best, kept[at]))
            best = min(best, kept[at])
        for at in range(whole, len(others)):
            key = np.uint64((differing(asked[one], others[at]) << 16) | at)
            next_best = min(next_best, max(best, key))
            best = min(best, key)
        row = np.int64(best & np.uint64(0xFFFF))
        distance[one], second[one] = best >> np.uint64(16), next_best >> np.uint64(16)
        nearest[one] = row if row < len(others) else -1
    return nearest, distance, second
