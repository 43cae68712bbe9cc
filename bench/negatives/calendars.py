"""Two months of the same calendar, under another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pasted, pixels, seed_of, two_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 600, 800
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _month(template: int, month: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL, colour(fixed, 235, 255))
    pen = ImageDraw.Draw(image)
    pasted(image, picture, (20, 20, WIDE - 20, 340))
    written(image, (30, 352), MONTHS[month], 46)
    for day, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")):
        written(image, (36 + 80 * day, 412), name, 22, "#b01020" if day == 6 else "#222222")
    first = int(rng.integers(0, 7))
    for cell in range(42):
        left, top = 20 + 80 * (cell % 7), 446 + 56 * (cell // 7)
        pen.rectangle((left, top, left + 80, top + 56), outline="#555555", width=2)
        if 0 <= (number := cell - first + 1) - 1 < 30:
            written(image, (left + 6, top + 4), str(number), 24)
        if rng.uniform() < 0.12:
            written(image, (left + 6, top + 36), words(rng, 1), 14, "#2a4d9b")
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two months."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    first, second = (int(month) for month in rng.permutation(12)[:2])
    return _month(template, first, rng, one), _month(template, second, rng, other)
