"""Turned by 15 degrees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import turned

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Turned by 15 degrees."""
    return turned(picture, 15)
