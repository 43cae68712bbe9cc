"""The same table with other figures in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pixels, seed_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 800, 600


def _table(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL)
    pen = ImageDraw.Draw(image)
    columns, rows = int(fixed.integers(5, 8)), int(fixed.integers(14, 20))
    head, stripe = colour(fixed, 30, 140), colour(fixed, 215, 245)
    w, h = WIDE / columns, TALL / rows
    for row in range(rows):
        ground = head if row == 0 else stripe if row % 2 else "white"
        pen.rectangle((0, h * row, WIDE, h * (row + 1)), fill=ground)
        for column in range(columns):
            at = (round(w * column + 8), round(h * row + 6))
            if row == 0:
                written(image, at, words(fixed, 1).title(), 17, "white")
            elif column == 0:
                written(image, at, words(rng, 1), 17)
            else:
                written(image, at, f"{rng.uniform(0, 10_000):,.{int(fixed.integers(0, 3))}f}", 17)
    for column in range(1, columns):
        pen.line([(w * column, 0), (w * column, TALL)], fill="#888888", width=2)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two months of one table."""
    template = seed_of(rng)
    return _table(template, rng), _table(template, rng)
