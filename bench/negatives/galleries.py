"""Screens of the same photo app: its bars and buttons, nine other pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pasted, pixels, seed_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 480, 800
TILES = 6


def _screen(template: int, rng: np.random.Generator, pictures: Sequence[RGB]) -> RGB:
    fixed = np.random.default_rng(template)
    bar = colour(fixed, 20, 120)
    image = blank(WIDE, TALL, colour(fixed, 230, 255))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDE, 70), fill=bar)
    written(image, (20, 18), words(fixed, 1).title(), 30, "white")
    for icon in range(4):
        pen.regular_polygon((280 + 50 * icon, 36, 14), 3 + icon, fill="white")
    pen.ellipse((20, 90, 120, 190), fill=colour(rng))
    written(image, (140, 100), words(rng, 2).title(), 24)
    written(image, (140, 136), words(rng, 4), 17)
    written(image, (140, 160), f"{int(rng.integers(10, 999))} posts  {int(rng.integers(10, 999))} likes", 17)
    for tab in range(4):
        pen.rounded_rectangle((12 + 118 * tab, 206, 118 + 118 * tab, 246), 10, outline=bar, width=3)
        written(image, (28 + 118 * tab, 216), words(fixed, 1), 17)
    for tile, picture in enumerate(pictures[:TILES]):
        left, top = 8 + 236 * (tile % 2), 260 + 164 * (tile // 2)
        pasted(image, picture, (left, top, left + 228, top + 156))
    pen.rectangle((0, TALL - 46, WIDE, TALL), fill=bar)
    for icon in range(5):
        pen.regular_polygon((48 + 96 * icon, TALL - 23, 14), 4 + icon, fill="white", outline="black")
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two people's pages in one app."""
    template = seed_of(rng)
    chosen = [pictures[int(i)] for i in rng.permutation(len(pictures))[: 2 * TILES]]
    return _screen(template, rng, chosen[:TILES]), _screen(template, rng, chosen[TILES:])
