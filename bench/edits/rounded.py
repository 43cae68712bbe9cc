"""Rounded corners on white."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Rounded corners on white."""
    height, width = picture.shape[:2]
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), min(width, height) // 6, fill=255)
    white = Image.new("RGB", (width, height), "white")
    white.paste(Image.fromarray(picture), mask=mask)
    return np.asarray(white)
