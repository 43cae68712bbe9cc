"""Maps in one style, with the same legend and buttons, of another town."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pixels, seed_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 760, 600


def _map(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    land, water, park, road, main = (colour(fixed, low, 252) for low in (220, 150, 170, 235, 200))
    image = blank(WIDE, TALL, land)
    pen = ImageDraw.Draw(image)
    for _ in range(5):
        middle, reach = rng.uniform(0, 1, 2) * (WIDE, TALL), rng.uniform(40, 140)
        rim = [
            (middle[0] + r * np.cos(a), middle[1] + r * np.sin(a))
            for a, r in zip(np.linspace(0, 6, 9), rng.uniform(0.6, 1.2, 9) * reach, strict=True)
        ]
        pen.polygon(rim, fill=park if rng.uniform() < 0.6 else water)
    for number in range(28):
        ends = rng.uniform(-0.1, 1.1, (2, 2)) * (WIDE, TALL)
        bend = ends.mean(axis=0) + rng.normal(0, 60, 2)
        course = [tuple(ends[0]), tuple(bend), tuple(ends[1])]
        wide = 12 if number < 5 else 6
        pen.line(course, fill="#9a9a9a", width=wide + 3)
        pen.line(course, fill=main if number < 5 else road, width=wide)
    for _ in range(26):
        at = (int(rng.integers(0, WIDE - 90)), int(rng.integers(0, TALL - 20)))
        written(image, at, words(rng, 1).title(), int(rng.integers(12, 19)), "#444444")
    pen.rectangle((16, TALL - 150, 190, TALL - 16), fill="white", outline="#666666", width=2)
    for line, shade in enumerate((land, water, park, main)):
        pen.rectangle((28, TALL - 138 + 30 * line, 58, TALL - 118 + 30 * line), fill=shade, outline="black")
        written(image, (70, TALL - 138 + 30 * line), words(fixed, 1), 17)
    for button in range(3):
        top = 20 + 54 * button
        pen.rounded_rectangle((WIDE - 66, top, WIDE - 20, top + 46), 8, fill="white", outline="#666666")
        pen.regular_polygon((WIDE - 43, top + 23, 13), 3 + button, fill="#444444")
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two towns in one map app."""
    template = seed_of(rng)
    return _map(template, rng), _map(template, rng)
