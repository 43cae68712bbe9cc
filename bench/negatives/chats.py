"""Screens of the same chat app: another conversation, another picture in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pasted, pixels, seed_of, two_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 480, 860


def _screen(template: int, rng: np.random.Generator, picture: RGB) -> RGB:
    fixed = np.random.default_rng(template)
    ground, bar, bubble, own = (colour(fixed, low, 250) for low in (190, 20, 200, 170))
    image = blank(WIDE, TALL, ground)
    pen = ImageDraw.Draw(image)
    # The app's own wallpaper: the same doodles behind every conversation.
    for _ in range(130):
        at = (int(fixed.integers(0, WIDE)), int(fixed.integers(80, TALL)), int(fixed.integers(6, 16)))
        faint = (max(0, ground[0] - 22), max(0, ground[1] - 22), max(0, ground[2] - 18))
        pen.regular_polygon(at, int(fixed.integers(3, 8)), outline=faint)
    pen.rectangle((0, 0, WIDE, 78), fill=bar)
    pen.ellipse((14, 14, 64, 64), fill=colour(rng))
    written(image, (78, 14), words(rng, 2).title(), 22, "white")
    written(image, (78, 44), f"{int(rng.integers(3, 300))} members", 15, "white")
    for icon in range(3):
        pen.regular_polygon((350 + 48 * icon, 40, 12), 3 + icon, fill="white")
    y = 92
    place = int(rng.integers(0, 3))
    for line in range(9):
        if line == place:
            pen.rounded_rectangle((16, y, 340, y + 250), 14, fill=bubble)
            pasted(image, picture, (24, y + 8, 332, y + 242))
            y += 262
            continue
        mine = bool(rng.integers(0, 2))
        long = int(rng.integers(150, 320))
        left = WIDE - 16 - long if mine else 16
        pen.rounded_rectangle((left, y, left + long, y + 46), 14, fill=own if mine else bubble)
        written(image, (left + 12, y + 6), words(rng, max(1, long // 80)), 18)
        written(image, (left + 12, y + 28), f"{int(rng.integers(10, 24))}:{int(rng.integers(10, 60))}", 12)
        y += 56
    pen.rectangle((0, TALL - 64, WIDE, TALL), fill="white")
    written(image, (60, TALL - 46), "Message", 22, "#8a8a8a")
    pen.ellipse((WIDE - 60, TALL - 58, WIDE - 8, TALL - 6), fill=bar)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two conversations in one app."""
    template = seed_of(rng)
    one, other = two_of(rng, pictures)
    return _screen(template, rng, one), _screen(template, rng, other)
