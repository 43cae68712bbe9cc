"""Mirrored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Mirrored."""
    return np.ascontiguousarray(picture[:, ::-1])
