"""Seen slightly from the side."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Seen slightly from the side."""
    height, width = picture.shape[:2]
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = whole + (rng.uniform(-0.07, 0.07, (4, 2)) * [width, height]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(whole, moved)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (width, height), borderValue=(60, 60, 60)), np.uint8
    )
