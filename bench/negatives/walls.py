"""Another stretch of the same wall, grass or gravel (photographed), another thing before it: two fifths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import NOTHING
from bench.negatives._tools import pixels, two_of

EXPECTED = NOTHING
WIDE, TALL = 512, 512


def _before(wall: RGB, rng: np.random.Generator, picture: RGB) -> RGB:
    lit = wall.astype(np.float32) * rng.uniform(0.85, 1.1)
    image = Image.fromarray((lit + rng.normal(0, 4, lit.shape)).clip(0, 255).astype(np.uint8))
    image = image.resize((WIDE, TALL))
    shown = Image.fromarray(np.ascontiguousarray(filled(picture, 340, 400)))
    mask = Image.new("L", shown.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 340, 400), 120, fill=255)
    image.paste(shown, (int(rng.integers(20, 150)), WIDE - 400), mask)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two things before one wall."""
    grey = np.asarray(getattr(data, ("brick", "grass", "gravel")[int(rng.integers(0, 3))])(), np.uint8)
    wall = np.repeat(np.rot90(grey, int(rng.integers(0, 4)))[:, :, None], 3, axis=2)
    one, other = two_of(rng, pictures)
    return _before(wall[:250, :250], rng, one), _before(wall[262:, 262:], rng, other)
