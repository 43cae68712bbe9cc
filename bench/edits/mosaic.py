"""A coarse mosaic over a band of it, as over eyes."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.edits import RGB
from bench.edits._tools import resized

GROUP = "overlays"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A coarse mosaic over a band of it, as over eyes."""
    out = picture.copy()
    height, width = picture.shape[:2]
    top, tall, left, wide = (
        round(height * 0.25),
        round(height * 0.18),
        round(width * 0.15),
        round(width * 0.7),
    )
    band = out[top : top + tall, left : left + wide]
    band[:] = cv2.resize(resized(band, 12, 4), (wide, tall), interpolation=cv2.INTER_NEAREST)
    return out
