"""The same patterned paper behind another thing: two fifths of each are the thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pixels, seed_of, two_of

EXPECTED = NOTHING
WIDE, TALL = 600, 640
STEP = 62


def _before(template: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL, colour(fixed, 120, 240))
    pen = ImageDraw.Draw(image)
    motif = [(fixed.uniform(4, 52, 2), int(fixed.integers(4, 12)), colour(fixed)) for _ in range(6)]
    sides = [int(fixed.integers(3, 8)) for _ in motif]
    dx, dy = (int(shift) for shift in rng.integers(0, STEP, 2))
    for top in range(-STEP, TALL, STEP):
        for left in range(-STEP, WIDE, STEP):
            for (at, size, shade), side in zip(motif, sides, strict=True):
                pen.regular_polygon((left + dx + at[0], top + dy + at[1], size), side, fill=shade)
    shown = Image.fromarray(np.ascontiguousarray(filled(picture, 380, 420)))
    mask = Image.new("L", shown.size)
    ImageDraw.Draw(mask).ellipse((0, 0, 380, 420), fill=255)
    image.paste(shown, (int(rng.integers(20, 200)), int(rng.integers(20, 200))), mask)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two things before one paper."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _before(template, rng, one), _before(template, rng, other)
