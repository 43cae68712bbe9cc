"""A grid of half-transparent words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import written

GROUP = "overlays"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A grid of half-transparent words."""
    sheet = np.zeros_like(picture)
    for row in range(5):
        for column in range(4):
            sheet = written(sheet, "@room", (0.02 + 0.25 * column, 0.04 + 0.2 * row), 0.06, "white")
    return (
        (picture * 0.7 + np.maximum(sheet, (picture * 0.6).astype(np.uint8)) * 0.3)
        .clip(0, 255)
        .astype(np.uint8)
    )
