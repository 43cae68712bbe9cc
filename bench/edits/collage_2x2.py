"""One tile of a 2x2 collage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, filled

GROUP = "embedding"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """One tile of a 2x2 collage."""
    width, height = picture.shape[1] // 2 * 2, picture.shape[0] // 2 * 2
    out = np.zeros((height, width, 3), np.uint8)
    ours = int(rng.integers(0, 2 * 2))
    for tile in range(2 * 2):
        shown = picture if tile == ours else another(others, rng)
        row, column = divmod(tile, 2)
        h, w = height // 2, width // 2
        out[row * h : (row + 1) * h, column * w : (column + 1) * w] = filled(shown, w, h)
    return out
