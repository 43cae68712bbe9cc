"""Each tile of a picture at eight sizes, each a 1.2th of the one before.

As `cv2.resize` with INTER_LINEAR_EXACT, to the bit, which is what ORB uses: weights of 256, rounded once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import boolean, int64, njit, uint8, uint16, void

from jikimi.fingerprint.lanes import TAPS, shrink_across, shrink_down
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.vectors import FEW_LANES

I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]


@njit(void(int64, int64, int64[::1], int64[::1]), cache=True, nogil=True)
def _between(length: int, wanted: int, first: I64, share: I64) -> None:
    """For each of `wanted` pixels of a shorter row, the first of the two that it lies between, and how much
    of the second it has, of 256."""
    step = 1.0 / (wanted / length)
    for at in range(wanted):
        place = step * (at + 0.5) - 0.5
        first[at] = np.int64(min(max(np.floor(place), 0.0), length - 1.0))
        inside = place >= 0 and first[at] + 1 < length
        share[at] = np.int64(np.rint((place - first[at]) * 256)) if inside else 0


@njit(boolean(int64[::1], int64[::1], uint16[::1]), cache=True, nogil=True)
def _weights(first: I64, share: I64, weights: U16) -> bool:
    """What each of the `TAPS` pixels from the same place on gives to each of 32 that are made together, block
    by block, tap by tap. False if they rest on more pixels than these, as in the smallest pictures."""
    for at in range(len(first)):
        lane = at % FEW_LANES
        tap = first[at] - first[at - lane] - lane
        if not 0 <= tap < TAPS - 1:
            return False
        own = (at // FEW_LANES * TAPS + tap) * FEW_LANES + lane
        weights[own] = 256 - share[at]
        weights[own + FEW_LANES] = share[at]
    return True


@njit(void(uint8[::1], int64, int64, int64, int64, int64, int64), cache=True, nogil=True)
def _shrink(  # noqa: PLR0917
    pixels: U8, begin: int, height: int, width: int, to: int, to_height: int, to_width: int
) -> None:
    """One level from the one before. Of the two arrays the second may be written beyond its end."""
    columns, shares = np.empty(to_width, np.int64), np.empty(to_width, np.int64)
    rows, parts = np.empty(to_height, np.int64), np.empty(to_height, np.int64)
    _between(width, to_width, columns, shares)
    _between(height, to_height, rows, parts)
    blocks = -(-to_width // FEW_LANES)
    length = blocks * FEW_LANES
    sums = np.empty(2 * length, np.uint16)
    weights = np.zeros(blocks * TAPS * FEW_LANES, np.uint16)
    near = _weights(columns, shares, weights)
    ready = -1
    for y in range(to_height):
        while ready < min(rows[y] + 1, height - 1):
            ready += 1
            row, own = begin + ready * width, (ready % 2) * length
            if near:
                for block in range(blocks):
                    start = row + columns[block * FEW_LANES]
                    shrink_across(  # type: ignore[call-arg]
                        pixels, start, weights, block * TAPS * FEW_LANES, sums, own + block * FEW_LANES
                    )
            else:
                for x in range(to_width):
                    one, other = np.int64(pixels[row + columns[x]]), np.int64(pixels[row + columns[x] + 1])
                    sums[own + x] = np.uint16(one * (256 - shares[x]) + other * shares[x])
        one, other = (rows[y] % 2) * length, ((rows[y] + 1) % 2) * length
        for x in range(0, length, FEW_LANES):
            shrink_down(sums, one + x, other + x, parts[y], pixels, to + y * to_width + x)  # type: ignore[call-arg]


@njit(
    uint8[::1](uint8[:, :], int64[:, ::1], int64, int64[::1], int64[::1], int64[::1], int64),
    cache=True,
    nogil=True,
)
def levels(  # noqa: PLR0917
    grey: U8, cuts: I64, of_a_tile: int, begins: I64, heights: I64, widths: I64, length: int
) -> U8:
    """All levels of all tiles, `of_a_tile` each, one after the other. See `Layout`."""
    pixels = np.zeros(length, np.uint8)
    for number in range(len(begins)):
        begin, height, width = begins[number], heights[number], widths[number]
        if number % of_a_tile:
            before = number - 1
            _shrink(pixels, begins[before], heights[before], widths[before], begin, height, width)
        else:
            top, left = cuts[number // of_a_tile, 0], cuts[number // of_a_tile, 1]
            for y in range(height):
                for x in range(width):
                    pixels[begin + y * width + x] = grey[top + y, left + x]
    return pixels
