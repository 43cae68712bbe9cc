"""Turned by a quarter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Turned by a quarter."""
    return np.ascontiguousarray(np.rot90(picture))
