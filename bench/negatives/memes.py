"""The same joke's frame with another picture in it and other words: the frame is a quarter of each.

Whoever protects a joke's frame itself protects what thousands post; here the picture in it is the protected
one, and another picture in the same frame is not it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pasted, pixels, seed_of, two_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 640, 760


def _meme(template: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL, colour(fixed, 180, 250))
    pen = ImageDraw.Draw(image)
    x, y = 90, 660
    pen.ellipse((x - 70, y - 70, x + 70, y + 70), fill=colour(fixed, 120, 250), outline="black", width=5)
    for side in (-1, 1):
        pen.ellipse(
            (x + 28 * side - 14, y - 36, x + 28 * side + 14, y), fill="white", outline="black", width=3
        )
        pen.ellipse((x + 28 * side - 4, y - 20, x + 28 * side + 6, y - 8), fill="black")
    pen.arc((x - 40, y - 20, x + 40, y + 45), 20, 160, fill="black", width=6)
    for _ in range(24):
        at = (int(fixed.integers(170, WIDE)), int(fixed.integers(600, TALL)))
        pen.regular_polygon((*at, int(fixed.integers(6, 26))), int(fixed.integers(3, 8)), fill=colour(fixed))
    pasted(image, picture, (30, 110, WIDE - 30, 580))
    written(image, (30, 20), words(rng, 4).upper(), 36)
    written(image, (180, 640), words(rng, 3).upper(), 40, "#b01020")
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two uses of one joke."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _meme(template, rng, one), _meme(template, rng, other)
