"""The same printed form, filled in by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, font, pixels, seed_of, words, written

EXPECTED = NOTHING
WIDE, TALL = 560, 780
FIELDS = 13


def _form(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(WIDE, TALL, "#fbfaf4")
    pen = ImageDraw.Draw(image)
    written(image, (40, 30), words(fixed, 3).title(), 34)
    for line in range(3):
        written(image, (40, 78 + 17 * line), words(fixed, 9), 13)
    for field in range(FIELDS):
        top = 140 + 46 * field
        split = int(fixed.integers(150, 260))
        pen.rectangle((40, top, WIDE - 40, top + 40), outline="#333333", width=2)
        pen.line([(split, top), (split, top + 40)], fill="#333333", width=2)
        written(image, (48, top + 10), words(fixed, 2).title(), 15)
        hand = words(rng, int(rng.integers(1, 4)))
        said = Image.new("L", (WIDE - 60 - split, 34))
        ImageDraw.Draw(said).text((4, 3), hand, fill=255, font=font(int(rng.integers(19, 24))))
        turned = said.rotate(float(rng.uniform(-2.5, 2.5)))
        image.paste(Image.new("RGB", said.size, "#1d2f8f"), (split + 8, top + 3), turned)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two people's answers on one form."""
    template = seed_of(rng)
    return _form(template, rng), _form(template, rng)
