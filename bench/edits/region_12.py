"""A 12 % region kept and melted into another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import region_pasted

GROUP = "altered"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A 12 % region kept and melted into another picture."""
    return region_pasted(picture, 0.12, rng, others)
