"""The order in which points are kept is that of sorting by rank within the cell, then by strength."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from jikimi.fingerprint.orb_numbers import CELLS
from jikimi.fingerprint.points import F32
from jikimi.fingerprint.spread import spread

WIDTH, HEIGHT = 800, 533


def _by_the_columns(xy: F32, strength: F32, count: int) -> npt.NDArray[np.int64]:
    cells = np.floor(xy * (CELLS / np.array([WIDTH, HEIGHT]))).astype(np.int64)
    left: dict[int, int] = {}
    rank = np.zeros(len(xy), np.int64)
    for at in np.argsort(-strength, kind="stable").tolist():
        own = int(cells[at, 1]) * CELLS + int(cells[at, 0])
        rank[at] = left.get(own, 0)
        left[own] = rank[at] + 1
    return np.lexsort((-strength, rank))[:count]


@pytest.mark.parametrize("count", [1, 30, 2000])
@pytest.mark.parametrize("kind", ["all differ", "many are as strong", "around nothing", "in one corner"])
def test_the_order_is_by_rank_then_strength_then_place(kind: str, count: int) -> None:
    rng = np.random.default_rng(count)
    xy = (rng.random((3000, 2)) * (WIDTH, HEIGHT)).astype(np.float32)
    strength = rng.gamma(0.3, 1e-3, len(xy)).astype(np.float32)
    if kind == "many are as strong":
        strength = rng.integers(0, 3, len(xy)).astype(np.float32)
    elif kind == "around nothing":
        strength = rng.choice(np.array([-1e-3, -1e-30, -0.0, 0.0, 1e-30, 1e-3], np.float32), len(xy))
    elif kind == "in one corner":
        xy *= np.float32(0.05)
    assert (
        spread(xy, strength, WIDTH, HEIGHT, count).tolist() == _by_the_columns(xy, strength, count).tolist()
    )


def test_of_no_points_none_are_kept() -> None:
    nothing = np.empty((0, 2), np.float32)
    assert spread(nothing, nothing[:, 0].copy(), WIDTH, HEIGHT, 100).tolist() == []
