"""A 12 % region kept and melted into another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, blended, middle, scaled

GROUP = "altered"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A 12 % region kept and melted into another picture."""
    part = middle(picture, 0.12, rng)
    under = scaled(another(others, rng), 1.0)
    room = min(1.0, 0.9 * under.shape[1] / part.shape[1], 0.9 * under.shape[0] / part.shape[0])
    part = scaled(part, room) if room < 1 else part
    left = int(rng.integers(0, under.shape[1] - part.shape[1] + 1))
    top = int(rng.integers(0, under.shape[0] - part.shape[0] + 1))
    return blended(under, part, left, top)
