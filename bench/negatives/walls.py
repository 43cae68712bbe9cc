"""Another stretch of the same wall, grass or gravel (photographed), another thing before it: two fifths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import two_of
from bench.negatives._wall import before, wall

EXPECTED = NOTHING


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two things before one wall."""
    behind = wall(rng)
    one, other = two_of(rng, pictures)
    return before(behind[:250, :250], rng, one), before(behind[262:, 262:], rng, other)
