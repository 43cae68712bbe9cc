"""Where in a photograph people's heads are. It says *where*, never *who*: nothing of a face is kept.

School portraits share a studio, a backdrop and a uniform; what two photographs of that kind have in common
must not count unless it lies on the person. OpenCV's own Haar cascades (Viola and Jones, 2001) find the
heads, because OpenCV.js on a telephone carries the same files. One cascade alone sees faces in stone and
cloth, and what is then not seen on that "head" would hide a copy; so a second one, trained otherwise, must
see it too. (Of 126 photographs the first sees 7 faces and 6 that are none; both see the 7, and 1 that is
none. Of 98 portraits both see all.)
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
NEIGHBOURS, SECOND_NEIGHBOURS = 5, 1
OVERLAP = 0.4
"""Of what both cascades' faces cover together, the share that lies in both."""
SIDE, ABOVE, BELOW = 0.25, 0.45, 0.25
"""A cascade finds the face; hair, chin and neck lie around it. Shares of the face's width and height."""


@lru_cache(maxsize=1)
def _cascades() -> tuple[cv2.CascadeClassifier, ...]:
    # Both at once: a decoder warms with a picture without faces, and can open no file afterwards.
    folder = Path(cv2.__file__).parent / "data"
    names = ("frontalface_default", "frontalface_alt2")
    return tuple(cv2.CascadeClassifier(str(folder / f"haarcascade_{name}.xml")) for name in names)


def heads(grey: U8) -> tuple[Box, ...]:
    """The heads in a grey picture (height, width), the largest first, at most eight."""
    height, width = grey.shape
    scale = min(1.0, LOOKED_AT / max(grey.shape))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    first, second = _cascades()
    faces = _faces(first, small, NEIGHBOURS)
    if not faces:
        return ()
    again = _faces(second, small, SECOND_NEIGHBOURS)
    agreed = [face for face in faces if any(_overlap(face, other) > OVERLAP for other in again)]
    boxes = [_head(face, scale, width, height) for face in agreed]
    return tuple(sorted(boxes, key=lambda box: (-_area(box), box))[:MOST_HEADS])


def _faces(cascade: cv2.CascadeClassifier, small: U8, neighbours: int) -> list[list[int]]:
    """Each as left, top, width and height."""
    found = cascade.detectMultiScale(small, STEP, neighbours, minSize=(SMALLEST, SMALLEST))
    faces: list[list[int]] = np.reshape(found, (-1, 4)).astype(int).tolist()
    return faces


def _overlap(one: list[int], other: list[int]) -> float:
    wide, tall = (
        min(one[side] + one[side + 2], other[side] + other[side + 2]) - max(one[side], other[side])
        for side in (0, 1)
    )
    both = max(0, wide) * max(0, tall)
    return both / (one[2] * one[3] + other[2] * other[3] - both)


def _head(face: list[int], scale: float, width: int, height: int) -> Box:
    x, y, w, h = (value / scale for value in face)
    left, right = max(0, round(x - SIDE * w)), min(width, round(x + (1 + SIDE) * w))
    return left, max(0, round(y - ABOVE * h)), right, min(height, round(y + (1 + BELOW) * h))


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
