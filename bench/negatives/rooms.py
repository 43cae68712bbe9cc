"""Stand-in for a burst: a drawn room whose camera moved a step, with another person standing in it.

Wall, shelf and table lie at three depths and shift by different amounts, as between two instants; the
person in front (a third of the picture) is another.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import colour, mottled, pixels, seed_of
from bench.negatives.studio import sitting

EXPECTED = NOTHING
WIDE, TALL = 720, 540


def _shot(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    step = rng.uniform(-14, 14, 2)
    wall = Image.fromarray(mottled(fixed, WIDE + 60, TALL + 60, colour(fixed, 90, 200)))
    pen = ImageDraw.Draw(wall)
    for _ in range(5):
        x, y = int(fixed.integers(0, WIDE)), int(fixed.integers(0, 260))
        pen.rectangle((x, y, x + 110, y + 90), fill=colour(fixed), outline=colour(fixed), width=8)
        for _ in range(5):
            at = fixed.integers(14, 80, 2)
            place = (x + int(at[0]), y + int(at[1]), int(fixed.integers(4, 18)))
            pen.regular_polygon(place, int(fixed.integers(3, 8)), fill=colour(fixed))
    left, top = (round(30 + shift) for shift in step)
    image = wall.crop((left, top, left + WIDE, top + TALL))
    pen = ImageDraw.Draw(image)
    for row in range(2):
        for book in range(30):
            x = book * 26 - 20 + round(1.8 * step[0])
            y = 300 + 110 * row + round(1.8 * step[1])
            tall = int(fixed.integers(50, 95))
            pen.rectangle((x, y - tall, x + 22, y), fill=colour(fixed), outline="black")
            pen.line([(x + 4, y - tall + 14), (x + 18, y - tall + 14)], fill=colour(fixed), width=4)
    person = Image.fromarray(sitting(rng)).crop((60, 90, 380, 540))
    mask = Image.new("L", person.size)
    marks = ImageDraw.Draw(mask)
    marks.ellipse((60, 0, 260, 300), fill=255)
    marks.polygon([(0, 450), (50, 330), (120, 295), (200, 295), (270, 330), (320, 450)], fill=255)
    image.paste(person, (200 + round(3 * step[0]), 90 + round(2 * step[1])), mask)
    grain = rng.normal(0, 4, (TALL, WIDE, 3))
    return (pixels(image) + grain).clip(0, 255).astype(np.uint8)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two instants, two people, one room."""
    template = seed_of(rng)
    return _shot(template, rng), _shot(template, rng)
