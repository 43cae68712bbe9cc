"""The same logo and lettering over pictures that have nothing to do with one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import NOTHING
from bench.negatives._tools import colour, font, pixels, seed_of, two_of, words

EXPECTED = NOTHING
WIDE, TALL = 720, 540


def _branded(template: int, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = Image.fromarray(np.ascontiguousarray(filled(picture, WIDE, TALL)))
    pen = ImageDraw.Draw(image)
    side = int(fixed.integers(90, 190))
    left, top = int(fixed.integers(10, WIDE - side - 10)), int(fixed.integers(10, TALL - side - 60))
    pen.rounded_rectangle((left, top, left + side, top + side), side // 5, fill=colour(fixed))
    for _ in range(7):
        at = fixed.integers(side // 5, side * 4 // 5, 2)
        place = (left + int(at[0]), top + int(at[1]), int(fixed.integers(8, side // 4)))
        pen.regular_polygon(place, int(fixed.integers(3, 9)), fill=colour(fixed))
    said = words(fixed, 2).upper()
    pen.text((left, top + side + 6), said, fill="white", font=font(34), stroke_width=3, stroke_fill="black")
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two pictures under one logo."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _branded(template, one), _branded(template, other)
