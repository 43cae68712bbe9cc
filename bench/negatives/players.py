"""A video player's buttons, title and watermark over another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import NOTHING
from bench.negatives._tools import colour, pixels, seed_of, two_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 800, 450


def _frame(template: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = Image.fromarray(np.ascontiguousarray(filled(picture, WIDE, TALL)))
    pen = ImageDraw.Draw(image)
    accent = colour(fixed, 100, 250)
    pen.rectangle((0, TALL - 60, WIDE, TALL), fill="#101010")
    pen.rectangle((0, 0, WIDE, 44), fill="#101010")
    pen.polygon([(365, 185), (365, 265), (440, 225)], fill="white", outline="black")
    for icon in range(7):
        pen.regular_polygon((30 + 44 * icon, TALL - 26, 13), 3 + icon % 5, fill="white")
    pen.line([(16, TALL - 54), (WIDE - 16, TALL - 54)], fill="#777777", width=4)
    pen.line([(16, TALL - 54), (int(rng.integers(60, WIDE - 60)), TALL - 54)], fill=accent, width=4)
    written(image, (16, 8), words(rng, 5).capitalize(), 24, "white")
    pen.rounded_rectangle((WIDE - 170, 60, WIDE - 20, 110), 10, fill=accent)
    written(image, (WIDE - 158, 70), words(fixed, 1).upper(), 28)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two films in one player."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _frame(template, rng, one), _frame(template, rng, other)
