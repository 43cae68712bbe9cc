"""Pairs of very similar but different pictures, one file a family, drawn by code from seeds.

Every family module has `EXPECTED` and `pair(rng, pictures) -> (one, other)`: RGB uint8 arrays of shape
(height, width, 3). `pictures` are photographs for what shows one inside; the two of a pair never hold the
same. What the two share (paper, app, pattern, joke) is what thousands of pictures share.

`EXPECTED` says what a helper would expect who protected the one and is shown the other: "nothing" counts
against the goal of no match. "same scene" marks pairs of which most is the very same photograph, or the same
things from nearly the same place: they are reported, but a match there is what an alteration looks like, and
they do not count.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.edits import RGB

Pair = Callable[[np.random.Generator, Sequence[RGB]], tuple[RGB, RGB]]
NOTHING, SAME_SCENE = "nothing", "same scene"


@dataclass(frozen=True)
class Family:
    """One family by name, what is expected of its pairs, and how a pair is made."""

    name: str
    what: str
    expected: str
    pair: Pair


def all_families() -> list[Family]:
    """Every family, by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"{__name__}.{info.name}")
            what = (module.__doc__ or "").split("\n")[0]
            found.append(Family(info.name, what, module.EXPECTED, module.pair))
    return sorted(found, key=lambda family: family.name)
