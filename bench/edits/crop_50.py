"""Cut to 50 % of its area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import middle

GROUP = "geometry"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Cut to 50 % of its area."""
    return middle(picture, 0.50, rng)
