"""A middle oval kept, everything around it replaced."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, filled

GROUP = "altered"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A middle oval kept, everything around it replaced."""
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.float32)
    cv2.ellipse(
        mask,
        (width // 2, round(height * 0.55)),
        (round(width * 0.3), round(height * 0.42)),
        0,
        0,
        360,
        1.0,
        -1,
    )
    soft = cv2.GaussianBlur(mask, (0, 0), 4)[:, :, None]
    ground = filled(another(others, rng), width, height)
    return (picture * soft + ground * (1 - soft)).astype(np.uint8)
