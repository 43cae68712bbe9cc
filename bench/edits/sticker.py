"""A sticker over a third of it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB

GROUP = "overlays"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A sticker over a third of it."""
    height, width = picture.shape[:2]
    side = (1 / 3) ** 0.5
    h, w = round(height * side), round(width * side)
    top, left = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
    out = picture.copy()
    out[top : top + h, left : left + w] = rng.integers(40, 255, 3).astype(np.uint8)
    cv2.circle(out, (left + w // 2, top + h // 2), min(h, w) // 3, (255, 255, 255), 12)
    return out
