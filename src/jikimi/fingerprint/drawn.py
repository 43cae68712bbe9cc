"""Which points of a picture lie on something drawn: letters, lines, buttons, flat signs.

Thousands of screens, forms and jokes share those to the pixel, so they tell no picture from another. A
camera leaves hardly two neighbouring pixels alike; what is drawn is flat up to a hard edge.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.points import U8, Marks, Points

FLAT, HARD = 3, 80
"""Grey levels between the darkest and the lightest of 3 x 3 pixels: at most, and at least."""

BARS = ((1.0, 0.3, 0.05), (2.0, 0.25, 0.1), (3.0, 0.3, 0.12), (1.0, 0.6, 0.0), (2.0, 0.65, 0.0))
"""Widths in diameters of the point, and above which shares of flat and of hard pixels in the square around it
it is drawn: a thick sign, a letter among others, one blurred by compression, a faint line, the rim of a flat
ground. Of 56 photographs a tenth of all points is taken for drawn; of what two forms, screens or tables have
in common, 98 in 100 points."""

MOSTLY = 0.5
"""The share of its points on drawing above which a picture is more drawing than photograph."""


def on_drawing(grey: U8, points: Points) -> Marks:
    """For each point of a grey picture (height, width) whether it lies on something drawn: (n,) bool."""
    square = np.ones((3, 3), np.uint8)
    contrast = cv2.subtract(cv2.dilate(grey, square), cv2.erode(grey, square))
    flat = np.asarray(cv2.integral(np.asarray(contrast <= FLAT, np.uint8)), np.int32)
    hard = np.asarray(cv2.integral(np.asarray(contrast >= HARD, np.uint8)), np.int32)
    drawn = np.zeros(len(points), bool)
    for width, most_flat, most_hard in BARS:
        drawn |= (_share(flat, points, width) > most_flat) & (_share(hard, points, width) >= most_hard)
    return drawn


def _share(sums: npt.NDArray[np.int32], points: Points, width: float) -> npt.NDArray[np.float64]:
    """The share of marked pixels around each point; `sums` is the integral of the marks."""
    size = np.array(sums.shape[::-1]) - 1
    reach = points.size[:, None] * width / 2
    left, top = np.clip(points.xy - reach, 0, size - 1).astype(int).T
    right, bottom = np.clip(points.xy + reach + 1, 1, size).astype(int).T
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(inside / np.maximum(1, (right - left) * (bottom - top)), np.float64)
