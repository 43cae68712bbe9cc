"""Saved again as a poor JPEG (quality 30)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import through_jpeg

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Saved again as a poor JPEG (quality 30)."""
    return through_jpeg(picture, 30)
