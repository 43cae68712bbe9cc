"""Where in a photograph people's heads are. It says *where*, never *who*: nothing of a face is kept.

School portraits share a studio, a backdrop and a uniform; what two photographs of that kind have in common
must not count unless it lies on the person. OpenCV's own Haar cascades (Viola and Jones, 2001) find the
heads, because OpenCV.js on a telephone carries the same files.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from jikimi.fingerprint.points import U8

Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the canonical picture."""

MOST_HEADS = 8
LOOKED_AT = 320
"""Longest side, in pixels, at which heads are looked for. Ones smaller than a tenth carry few points."""

SMALLEST = 28
STEP = 1.1
NEIGHBOURS = 5
SIDE, ABOVE, BELOW = 0.25, 0.45, 0.25
"""A cascade finds the face; hair, chin and neck lie around it. Shares of the face's width and height."""


@lru_cache(maxsize=1)
def _cascade() -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_default.xml"))


def heads(grey: U8) -> tuple[Box, ...]:
    """The heads in a grey picture (height, width), the largest first, at most eight."""
    height, width = grey.shape
    scale = min(1.0, LOOKED_AT / max(grey.shape))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    faces = _cascade().detectMultiScale(small, STEP, NEIGHBOURS, minSize=(SMALLEST, SMALLEST))
    boxes = [_head(face, scale, width, height) for face in np.reshape(faces, (-1, 4)).tolist()]
    return tuple(sorted(boxes, key=lambda box: (-_area(box), box))[:MOST_HEADS])


def _head(face: list[int], scale: float, width: int, height: int) -> Box:
    x, y, w, h = (value / scale for value in face)
    left, right = max(0, round(x - SIDE * w)), min(width, round(x + (1 + SIDE) * w))
    return left, max(0, round(y - ABOVE * h)), right, min(height, round(y + (1 + BELOW) * h))


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
