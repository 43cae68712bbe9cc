"""The same certificate with its border and seal, made out to somebody else, with another photograph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, font, pasted, pixels, seed_of, two_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 800, 560


def _certificate(template: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL, colour(fixed, 225, 252))
    pen = ImageDraw.Draw(image)
    ink = colour(fixed, 20, 130)
    for rim in (14, 22, 40):
        pen.rectangle((rim, rim, WIDE - rim, TALL - rim), outline=ink, width=3)
    for step in range(20, WIDE - 20, 20):
        for y in (31, TALL - 31):
            pen.regular_polygon((step, y, 8), 4, fill=ink)
    for step in range(40, TALL - 40, 20):
        for x in (31, WIDE - 31):
            pen.regular_polygon((x, step, 8), 3, fill=ink)
    pen.text((WIDE // 2, 90), words(fixed, 2).upper(), fill=ink, font=font(44), anchor="mm")
    written(image, (290, 140), words(fixed, 6), 20)
    written(image, (290, 190), words(rng, 2).title(), 40)
    for line in range(4):
        written(image, (290, 260 + 26 * line), words(fixed, 6), 18)
    written(image, (290, 390), f"No. {int(rng.integers(10**6)):06}   {int(rng.integers(1, 29))}. 5. 2024", 22)
    pasted(image, picture, (80, 150, 250, 370))
    x, y = 640, 460
    for spike in range(36):
        turn = spike * np.pi / 18
        pen.line([(x, y), (x + 62 * np.cos(turn), y + 62 * np.sin(turn))], fill=ink, width=3)
    pen.ellipse((x - 46, y - 46, x + 46, y + 46), fill="#c99b2b", outline=ink, width=4)
    pen.regular_polygon((x, y, 28), 5, fill=ink)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two people's certificates of one school."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _certificate(template, rng, one), _certificate(template, rng, other)
