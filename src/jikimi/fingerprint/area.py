"""Making a grey picture up to half as small by averaging what each pixel covers.

As `cv2.resize` with INTER_AREA, to the bit (the same sums of floats in the same order), in less than half the
time: at these sizes a pixel covers parts of three at most in a row, and of three rows.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from numba import float32, int64, njit, uint8, void

from jikimi.fingerprint.points import F32, U8

I64 = npt.NDArray[np.int64]

MOST_COVERED = 3
LITTLE = 1e-3
"""Of a pixel, what OpenCV leaves out."""


@lru_cache(maxsize=64)
def _covered(length: int, wanted: int) -> tuple[I64, F32]:
    """For each of `wanted` pixels of a shorter row, the first of the three that it covers at most, and how
    much each of them counts (3, wanted)."""
    step = length / wanted
    first = np.zeros(wanted, np.int64)
    shares = np.zeros((MOST_COVERED, wanted), np.float32)
    for at in range(wanted):
        left = at * step
        right, whole = left + step, min(step, length - left)
        end = min(int(np.floor(right)), length - 1)
        begin = min(int(np.ceil(left)), end)
        covered = [(begin - 1, (begin - left) / whole)] if begin - left > LITTLE else []
        covered += [(own, 1 / whole) for own in range(begin, end)]
        if right - end > LITTLE:
            covered.append((end, min(right - end, 1.0, whole) / whole))
        first[at] = covered[0][0]
        for own, share in covered:
            shares[own - first[at], at] = share
    return first, shares


@njit(
    void(uint8[:, ::1], int64[::1], float32[:, ::1], int64[::1], float32[:, ::1], uint8[:, ::1]),
    cache=True,
    nogil=True,
)
def _averaged(  # noqa: PLR0917
    grey: U8, rows: I64, row_shares: F32, columns: I64, shares: F32, smaller: U8
) -> None:
    height, width = smaller.shape
    one, other, third = shares[0], shares[1], shares[2]
    row = np.zeros(grey.shape[1] + MOST_COVERED, np.float32)
    across, total = np.empty(width, np.float32), np.empty(width, np.float32)
    ready = -1
    for y in range(height):
        total[:] = 0
        for below in range(MOST_COVERED):
            share = row_shares[below, y]
            if share == 0:
                continue
            if rows[y] + below != ready:
                ready = rows[y] + below
                for x in range(grey.shape[1]):
                    row[x] = grey[ready, x]
                for x in range(width):
                    at = columns[x]
                    across[x] = row[at] * one[x] + row[at + 1] * other[x] + row[at + 2] * third[x]
            for x in range(width):
                total[x] += share * across[x]
        for x in range(width):
            smaller[y, x] = np.uint8(np.rint(total[x]))


def averaged(grey: U8, width: int, height: int) -> U8:
    """A grey picture at a smaller size, by OpenCV where the loop above does not serve."""
    tall, wide = grey.shape
    if not (width < wide < 2 * width and height < tall < 2 * height):
        return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    # The loop is compiled for arrays that one may write to.
    grey = grey if grey.flags.c_contiguous and grey.flags.writeable else grey.copy()
    smaller = np.empty((height, width), np.uint8)
    _averaged(grey, *_covered(tall, height), *_covered(wide, width), smaller)
    return smaller
