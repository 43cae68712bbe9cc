"""Softened."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Softened."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 2.0 * max(picture.shape) / 800), np.uint8)
