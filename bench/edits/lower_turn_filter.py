"""Lower part replaced, turned and filtered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB, heavy_filter, lower_replaced, turn_5

GROUP = "chains"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Lower part replaced, turned and filtered."""
    return heavy_filter.apply(
        turn_5.apply(lower_replaced.apply(picture, rng, others), rng, others), rng, others
    )
