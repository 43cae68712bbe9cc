"""The parts of a picture that SSCD is asked about: it sees a whole, not what a whole is made of."""

from __future__ import annotations

import cv2
import numpy as np

from jikimi.fingerprint.points import U8

Crop = tuple[float, float, float, float]
"""left, top, right, bottom as shares of the width and height, 0 to 1."""

_WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)
_MIDDLE: Crop = (0.15, 0.15, 0.85, 0.85)
_HALVES: tuple[Crop, ...] = ((0, 0, 0.5, 1), (0.5, 0, 1, 1), (0, 0, 1, 0.5), (0, 0.5, 1, 1))
_TILES: tuple[Crop, ...] = tuple((x / 4, y / 4, x / 4 + 0.5, y / 4 + 0.5) for y in range(3) for x in range(3))

CROPS: tuple[Crop, ...] = (_WHOLE, _MIDDLE, *_HALVES, *_TILES)
"""Of a picture that is protected and of one that is seen alike: whole, its middle, four halves, and nine
tiles of half its width and height that overlap."""

FLATTEST = 2.0
"""Grey levels between neighbouring pixels, in the mean, below which a crop is flat: blank walls and skies lie
close to one another, whatever they are of."""


def cut(picture: U8, crop: Crop, side: int) -> U8:
    """That part of a picture (height, width, 3) as a square of `side` pixels."""
    height, width = picture.shape[:2]
    left, top = int(crop[0] * width), int(crop[1] * height)
    right, bottom = max(left + 1, round(crop[2] * width)), max(top + 1, round(crop[3] * height))
    part = picture[top:bottom, left:right]
    return np.asarray(cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def is_flat(square: U8) -> bool:
    """Whether a crop (side, side, 3) has next to nothing in it."""
    grey = cv2.cvtColor(square, cv2.COLOR_RGB2GRAY).astype(np.float32)
    across, down = np.abs(np.diff(grey, axis=1)).mean(), np.abs(np.diff(grey, axis=0)).mean()
    return bool((across + down) / 2 < FLATTEST)
