"""What ORB's points look like: which way each faces, and its 256 bits. As OpenCV's `ORB.compute` does it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import float32, int32, int64, njit, uint8, uint64, void
from numba.core.types import Tuple

from jikimi.fingerprint.lanes import balance, blur_across, blur_down, darker
from jikimi.fingerprint.orb_layout import MARGIN
from jikimi.fingerprint.orb_pattern import PATTERN
from jikimi.fingerprint.points import F32, U8
from jikimi.fingerprint.vectors import FEW_LANES

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]

U64 = npt.NDArray[np.uint64]

PAIRS = 256
REACH = 3
"""Pixels that the blur reaches to each side."""

TO_NEAREST = np.float32(3 << 22)
"""Adding this to a small float32 and taking it away again rounds it, halves to even."""

ARC: F32 = np.float32(180 / np.pi) * np.array(
    (0.9997878412794807, -0.3258083974640975, 0.1555786518463281, -0.04432655554792128), np.float32
)
"""OpenCV's polynomial for the arc tangent, in degrees."""

FIRST_X, FIRST_Y = np.ascontiguousarray(PATTERN[:, 0]), np.ascontiguousarray(PATTERN[:, 1])
SECOND_X, SECOND_Y = np.ascontiguousarray(PATTERN[:, 2]), np.ascontiguousarray(PATTERN[:, 3])


@njit(int64(int64, int64), cache=True, nogil=True, inline="always")
def _mirrored(at: int, length: int) -> int:
    """The pixel that stands for one beyond the rim: the rim is a mirror that is not seen twice."""
    return -at if at < 0 else (2 * length - 2 - at if at >= length else at)


@njit(float32[::1](uint8[::1], int64, int64, int64, int64), cache=True, nogil=True)
def _row_sums(pixels: U8, begin: int, height: int, width: int, columns: int) -> F32:
    """A level's rows blurred across, `columns` apart, with three mirrored rows above and below."""
    sums = np.empty((height + 2 * REACH) * columns, np.float32)
    rim = np.zeros(FEW_LANES + 2 * REACH, np.uint8)
    rim_sums = np.empty(FEW_LANES, np.float32)
    for y in range(height):
        row, own = begin + y * width, (y + REACH) * columns
        for x in range(0, columns, FEW_LANES):
            blur_across(pixels, row + x - REACH, sums, own + x)  # type: ignore[call-arg]
        for first in (0, width - REACH):  # where the seven pixels reach beyond the rim
            for x in range(3 * REACH):
                rim[x] = pixels[row + _mirrored(first - REACH + x, width)]
            blur_across(rim, 0, rim_sums, 0)  # type: ignore[call-arg]
            for x in range(REACH):
                sums[own + first + x] = rim_sums[x]
    for y in range(1, REACH + 1):
        for above, inside in ((REACH - y, REACH + y), (REACH + height - 1 + y, REACH + height - 1 - y)):
            for x in range(columns):
                sums[above * columns + x] = sums[inside * columns + x]
    return sums


@njit(void(uint8[::1], int64, int64, int64, uint8[::1], int64), cache=True, nogil=True)
def _blur(  # noqa: PLR0917
    pixels: U8, begin: int, height: int, width: int, blurred: U8, to: int
) -> None:
    """One level blurred, with a margin of what mirrors say lies around it (as it is, not blurred)."""
    columns = -(-width // FEW_LANES) * FEW_LANES
    sums = _row_sums(pixels, begin, height, width, columns)
    stride = width + 2 * MARGIN
    for y in range(-MARGIN, height + MARGIN):
        own = to + (y + MARGIN) * stride + MARGIN
        source = begin + _mirrored(y, height) * width
        if 0 <= y < height:
            for x in range(0, columns, FEW_LANES):
                blur_down(sums, y * columns + x, columns, blurred, own + x)  # type: ignore[call-arg]
            for x in range(1, MARGIN + 1):
                blurred[own - x] = pixels[source + x]
                blurred[own + width - 1 + x] = pixels[source + width - 1 - x]
        else:
            for x in range(-MARGIN, width + MARGIN):
                blurred[own + x] = pixels[source + _mirrored(x, width)]


@njit(float32(uint8[::1], int64, int64, int32[::1]), cache=True, nogil=True)
def _direction(pixels: U8, at: int, stride: int, sums: I32) -> float:
    """Degrees from the middle of a disc to where its brightness balances."""
    balance(pixels, at, stride, sums)  # type: ignore[call-arg]
    across, down = sums[0], sums[1]
    x32, y32 = np.float32(across), np.float32(down)
    wide, tall = abs(x32), abs(y32)
    least = np.float32(2.220446049250313e-16)
    ratio = tall / (wide + least) if wide >= tall else wide / (tall + least)
    square = ratio * ratio
    p1, p3, p5, p7 = ARC[0], ARC[1], ARC[2], ARC[3]
    angle = (((p7 * square + p5) * square + p3) * square + p1) * ratio
    if wide < tall:
        angle = np.float32(90) - angle
    if x32 < 0:
        angle = np.float32(180) - angle
    if y32 < 0:
        angle = np.float32(360) - angle
    return angle


@njit(inline="always")
def _turned(  # noqa: PLR0917
    xs: F32, ys: F32, a: np.float32, b: np.float32, stride: np.int32, places: I32
) -> None:
    """Where the pattern's pixels lie from the point's own, once it is turned."""
    for pair in range(PAIRS):
        x = (xs[pair] * a - ys[pair] * b + TO_NEAREST) - TO_NEAREST
        y = (xs[pair] * b + ys[pair] * a + TO_NEAREST) - TO_NEAREST
        places[pair] = np.int32(y) * stride + np.int32(x)


@njit(void(uint8[::1], int64, int64, float32, int32[::1], uint8[:, ::1], uint64[::1]), cache=True, nogil=True)
def _describe(  # noqa: PLR0917
    blurred: U8, at: int, stride: int, angle: float, places: I32, met: U8, bits: U64
) -> None:
    radians = np.float64(np.float32(angle) * np.float32(np.pi / 180))
    a, b = np.float32(np.cos(radians)), np.float32(np.sin(radians))
    _turned(FIRST_X, FIRST_Y, a, b, np.int32(stride), places)
    for pair in range(PAIRS):
        met[0, pair] = blurred[at + places[pair]]
    _turned(SECOND_X, SECOND_Y, a, b, np.int32(stride), places)
    for pair in range(PAIRS):
        met[1, pair] = blurred[at + places[pair]]
    for word in range(len(bits)):
        bits[word] = darker(met[0], met[1], 64 * word)  # type: ignore[call-arg]


@njit(
    Tuple((float32[::1], uint64[:, ::1]))(  # type: ignore[no-untyped-call]
        uint8[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64, int32[:, ::1]
    ),
    cache=True,
    nogil=True,
)
def described(  # noqa: PLR0917
    pixels: U8, begins: I64, heights: I64, widths: I64, blurred_begins: I64, blurred_length: int, found: I32
) -> tuple[F32, U64]:
    """Degrees and descriptors (n, 4) of points: (n, 3) number of the level, x and y in it. See `Layout`."""
    blurred = np.empty(blurred_length, np.uint8)
    asked = np.zeros(len(begins), np.uint8)
    for point in range(len(found)):
        asked[found[point, 0]] = 1
    for level in range(len(begins)):
        if asked[level]:
            _blur(pixels, begins[level], heights[level], widths[level], blurred, blurred_begins[level])
    angles = np.empty(len(found), np.float32)
    words = np.empty((len(found), PAIRS // 64), np.uint64)
    places, met, sums = np.empty(PAIRS, np.int32), np.empty((2, PAIRS), np.uint8), np.empty(2, np.int32)
    for point in range(len(found)):
        level, x, y = found[point, 0], found[point, 1], found[point, 2]
        width = widths[level]
        angles[point] = _direction(pixels, begins[level] + y * width + x, width, sums)
        stride = width + 2 * MARGIN
        own = blurred_begins[level] + (y + MARGIN) * stride + MARGIN + x
        _describe(blurred, own, stride, angles[point], places, met, words[point])
    return angles, words
