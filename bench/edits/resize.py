"""Sent small: 35 % of the width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import scaled, through_jpeg

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Sent small: 35 % of the width."""
    return through_jpeg(scaled(picture, 0.35), 80)
