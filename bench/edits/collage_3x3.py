"""One tile of a 3x3 collage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, filled

GROUP = "embedding"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """One tile of a 3x3 collage."""
    width, height = picture.shape[1] // 3 * 3, picture.shape[0] // 3 * 3
    out = np.zeros((height, width, 3), np.uint8)
    ours = int(rng.integers(0, 3 * 3))
    for tile in range(3 * 3):
        shown = picture if tile == ours else another(others, rng)
        row, column = divmod(tile, 3)
        h, w = height // 3, width // 3
        out[row * h : (row + 1) * h, column * w : (column + 1) * w] = filled(shown, w, h)
    return out
