"""Photographed from a screen: tilted, striped, washed out, with a reflection."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB
from bench.edits._tools import through_jpeg

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Photographed from a screen: tilted, striped, washed out, with a reflection."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    stripes = 1 + 0.06 * np.sin(x * 2.1) * np.sin(y * 1.9)
    shine = 45 * np.exp(
        -(((x - width * 0.7) / (width * 0.25)) ** 2 + ((y - height * 0.3) / (height * 0.2)) ** 2)
    )
    lit = (picture * 0.8 * stripes[:, :, None] + 25 + shine[:, :, None]).clip(0, 255).astype(np.uint8)
    desk = cv2.copyMakeBorder(
        lit, height // 8, height // 8, width // 8, width // 8, cv2.BORDER_CONSTANT, value=(35, 32, 30)
    )
    tall, wide = desk.shape[:2]
    whole = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    moved = whole + (rng.uniform(-0.05, 0.05, (4, 2)) * [wide, tall]).astype(np.float32)
    seen = cv2.warpPerspective(desk, cv2.getPerspectiveTransform(whole, moved), (wide, tall))
    return through_jpeg(np.asarray(cv2.GaussianBlur(seen, (0, 0), 0.8), np.uint8), 70)
