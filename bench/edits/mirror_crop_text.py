"""Mirrored, cut to a half and written over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB, crop_50, mirror, text

GROUP = "chains"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Mirrored, cut to a half and written over."""
    return text.apply(crop_50.apply(mirror.apply(picture, rng, others), rng, others), rng, others)
