"""Each protected point's two closest points of a picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, differing

I32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def two_nearest(asked: U64, others: U64) -> tuple[I32, I32, I32]:
    """For each row of `asked` (n, 4): its closest row of `others`, how many bits apart, and the next best."""
    nearest = np.empty(len(asked), np.int32)
    distance = np.empty(len(asked), np.int32)
    second = np.empty(len(asked), np.int32)
    for one in range(len(asked)):
        best, next_best, at = 999, 999, -1
        for other in range(len(others)):
            bits = differing(asked[one], others[other])
            if bits < best:
                next_best = best
                best = bits
                at = other
            elif bits < next_best:
                next_best = bits
        nearest[one], distance[one], second[one] = at, best, next_best
    return nearest, distance, second
