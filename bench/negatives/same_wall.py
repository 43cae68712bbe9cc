"""The very same photograph of a wall with another thing laid into it.

Two fifths are the thing; the rest *is* the protected photograph, pixel for pixel, and a picture with its
middle replaced is what an alteration is. Nothing but a head in it could tell whose the middle should be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.negatives import SAME_SCENE
from bench.negatives._tools import two_of
from bench.negatives._wall import before, wall

EXPECTED = SAME_SCENE
SHOWN = 480


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two things in one photograph of a wall."""
    behind = wall(rng)
    one, other = two_of(rng, pictures)
    return before(_piece(behind, rng), rng, one), before(_piece(behind, rng), rng, other)


def _piece(behind: RGB, rng: np.random.Generator) -> RGB:
    top, left = (int(at) for at in rng.integers(0, behind.shape[0] - SHOWN + 1, 2))
    return behind[top : top + SHOWN, left : left + SHOWN]
