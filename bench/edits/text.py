"""Large words over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import written

GROUP = "overlays"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Large words over it."""
    out = written(picture, "OMG look at this", (0.05, 0.08), 0.10, "white")
    out = written(out, "so funny", (0.15, 0.45), 0.14, "yellow")
    return written(out, "share now", (0.1, 0.8), 0.12, "white")
