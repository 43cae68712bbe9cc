"""In the frame of a story, with words and a blurred ground."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, filled, scaled, written

GROUP = "embedding"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """In the frame of a story, with words and a blurred ground."""
    wide, tall = 720, 1280
    ground = cv2.GaussianBlur(filled(another(others, rng), wide, tall), (0, 0), 25)
    shown = scaled(picture, min(620 / picture.shape[1], 900 / picture.shape[0]))
    top, left = (tall - shown.shape[0]) // 2, (wide - shown.shape[1]) // 2
    out = np.ascontiguousarray(ground, dtype=np.uint8)
    out[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    return written(out, "my story", (0.1, 0.05), 0.05, "white")
