"""Sixteen colours, as a small GIF has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from bench.edits import RGB

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Sixteen colours, as a small GIF has."""
    few = Image.fromarray(picture).quantize(16, dither=Image.Dither.FLOYDSTEINBERG)
    return np.asarray(few.convert("RGB"))
