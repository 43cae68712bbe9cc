"""Stand-in for a burst: the two eyes of scikit-image's stereo camera, cut and lit differently.

Two photographs of the very same thing in the same moment from ten centimetres apart. Real bursts, of people
who move, could not be had; this is the nearest, and there is one pair of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from skimage import data

from bench.edits import RGB
from bench.edits._tools import middle
from bench.negatives import SAME_SCENE

EXPECTED = SAME_SCENE


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Left and right eye, each another cut."""
    left, right, _ = data.stereo_motorcycle()  # type: ignore[no-untyped-call]
    lit = (middle(right, 0.7, rng) * rng.uniform(0.85, 1.15)).clip(0, 255).astype(np.uint8)
    return middle(left, 0.7, rng), lit
