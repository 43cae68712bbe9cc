"""Small, in the corner of another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, scaled

GROUP = "embedding"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Small, in the corner of another picture."""
    out = scaled(another(others, rng), 1.0).copy()
    shown = scaled(picture, 0.45 * min(out.shape[1] / picture.shape[1], out.shape[0] / picture.shape[0]))
    out[out.shape[0] - shown.shape[0] :, out.shape[1] - shown.shape[1] :] = shown
    return out
