"""Flags of one make: the same bands and canton of stars, another emblem in the middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pixels, seed_of

EXPECTED = NOTHING
WIDE, TALL = 720, 480


def _flag(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL)
    pen = ImageDraw.Draw(image)
    bands = int(fixed.integers(3, 14))
    shades = [colour(fixed), colour(fixed)]
    for band in range(bands):
        edges = (0, TALL * band // bands, WIDE, TALL * (band + 1) // bands)
        pen.rectangle(edges, fill=shades[band % 2])
    pen.rectangle((0, 0, 288, 240), fill=colour(fixed, 0, 90))
    for row in range(5):
        for column in range(6):
            pen.regular_polygon((24 + 48 * column, 24 + 48 * row, 15), 5, fill="white")
    x, y, ink = int(rng.integers(400, 560)), int(rng.integers(200, 300)), colour(rng)
    pen.ellipse((x - 110, y - 110, x + 110, y + 110), fill=colour(rng, 150, 250))
    for ray in range(int(rng.integers(5, 16))):
        turn = float(rng.uniform(0, 6.3)) + ray
        reach = float(rng.uniform(40, 105))
        tip = (x + reach * np.cos(turn), y + reach * np.sin(turn))
        pen.line([(x, y), tip], fill=ink, width=int(rng.integers(4, 14)))
        pen.regular_polygon((*tip, float(rng.uniform(6, 18))), int(rng.integers(3, 7)), fill=colour(rng))
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two flags from one pattern."""
    template = seed_of(rng)
    return _flag(template, rng), _flag(template, rng)
