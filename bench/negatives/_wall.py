"""A photographed wall, lawn or gravel path, and a thing before it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives._tools import pixels

SIDE = 512


def wall(rng: np.random.Generator) -> RGB:
    """(512, 512, 3), in one of its four turns."""
    grey = np.asarray(getattr(data, ("brick", "grass", "gravel")[int(rng.integers(0, 3))])(), np.uint8)
    return np.repeat(np.rot90(grey, int(rng.integers(0, 4)))[:, :, None], 3, axis=2)


def before(behind: RGB, rng: np.random.Generator, picture: RGB) -> RGB:
    """The picture, two fifths of what is seen, before a piece of a wall in another light."""
    lit = behind.astype(np.float32) * rng.uniform(0.85, 1.1)
    image = Image.fromarray((lit + rng.normal(0, 4, lit.shape)).clip(0, 255).astype(np.uint8))
    image = image.resize((SIDE, SIDE))
    shown = Image.fromarray(np.ascontiguousarray(filled(picture, 340, 400)))
    mask = Image.new("L", shown.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 340, 400), 120, fill=255)
    image.paste(shown, (int(rng.integers(20, 150)), SIDE - 400), mask)
    return pixels(image)
