"""Black bars above and below, a thin frame around."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Black bars above and below, a thin frame around."""
    height, width = picture.shape[:2]
    bar, rim = round(height * 0.18), round(width * 0.04)
    out = np.zeros((height + 2 * bar, width + 2 * rim, 3), np.uint8)
    out[bar : bar + height, rim : rim + width] = picture
    return out
