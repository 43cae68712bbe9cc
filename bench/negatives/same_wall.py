"""The very same photograph of a wall with another thing laid into it.

Two fifths are the thing; the rest *is* the protected photograph, pixel for pixel, and a picture with its
middle replaced is what an alteration is. Nothing but a head in it could tell whose the middle should be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import SAME_SCENE
from bench.negatives._tools import pixels, two_of

EXPECTED = SAME_SCENE
WIDE, TALL = 512, 512


def _before(wall: RGB, rng: np.random.Generator, picture: RGB) -> RGB:
    top, left = (int(at) for at in rng.integers(0, 33, 2))
    lit = wall[top : top + 480, left : left + 480].astype(np.float32) * rng.uniform(0.85, 1.1)
    image = Image.fromarray((lit + rng.normal(0, 4, lit.shape)).clip(0, 255).astype(np.uint8))
    image = image.resize((WIDE, TALL))
    shown = Image.fromarray(np.ascontiguousarray(filled(picture, 340, 400)))
    mask = Image.new("L", shown.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 340, 400), 120, fill=255)
    image.paste(shown, (int(rng.integers(20, 150)), WIDE - 400), mask)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two things in one photograph of a wall."""
    grey = np.asarray(getattr(data, ("brick", "grass", "gravel")[int(rng.integers(0, 3))])(), np.uint8)
    wall = np.repeat(np.rot90(grey, int(rng.integers(0, 4)))[:, :, None], 3, axis=2)
    one, other = two_of(rng, pictures)
    return _before(wall, rng, one), _before(wall, rng, other)
