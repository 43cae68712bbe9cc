"""A 40 % region, re-scaled and with another picture's colours, melted into it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, blended, middle, scaled

GROUP = "altered"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A 40 % region, re-scaled and with another picture's colours, melted into it."""
    under = scaled(another(others, rng), 1.0)
    part = middle(picture, 0.4, rng)
    part = scaled(part, min(0.8, 0.8 * under.shape[1] / part.shape[1], 0.8 * under.shape[0] / part.shape[0]))
    mean, spread = part.mean((0, 1)), part.std((0, 1)) + 1
    moved = (
        (part - mean) / spread * (0.5 * spread + 0.5 * under.std((0, 1)))
        + 0.5 * mean
        + 0.5 * under.mean((0, 1))
    )
    left = int(rng.integers(0, under.shape[1] - part.shape[1] + 1))
    top = int(rng.integers(0, under.shape[0] - part.shape[0] + 1))
    return blended(under, moved.clip(0, 255).astype(np.uint8), left, top)
