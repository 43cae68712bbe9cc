"""The map of what is hers: a part counts as replaced only where its absence says something."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.fingerprint.grid import GRID
from jikimi.fingerprint.points import Points
from jikimi.match.geometry import Geometry
from jikimi.match.regions import region_map
from jikimi.match.support import I32

SIDE = 600
KEPT_HALF = GRID * GRID // 2


def _points(a_cell: int) -> Points:
    """So many points in each of the 6 x 6 cells, near their middles; cell by cell."""
    middles = (np.stack(np.meshgrid(range(GRID), range(GRID)), -1).reshape(-1, 2) + 0.5) * (SIDE / GRID)
    xy = np.repeat(middles, a_cell, axis=0).astype(np.float32)
    n = len(xy)
    return Points(xy, np.full(n, 31, np.float32), np.zeros(n, np.float32), np.zeros((n, 32), np.uint8))


def _found(which: I32) -> Geometry:
    none = np.zeros(0, np.int32)
    still = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    count = len(which)
    return Geometry(
        still, none, which, which, np.zeros(count, np.int32), np.zeros(count), (), (SIDE, SIDE), 9.0
    )


def _map(a_cell: int, found_a_cell: int) -> str:
    """Of the upper half so many points are found in each cell, of the lower half none."""
    cells = np.arange(KEPT_HALF)[:, None] * a_cell + np.arange(found_a_cell)[None, :]
    found = _found(cells.ravel().astype(np.int32))
    return region_map(_points(a_cell), (SIDE, SIDE), (SIDE, SIDE), found, mirrored=False)


@pytest.mark.parametrize(("a_cell", "found"), [(30, 12), (30, 5), (10, 6), (5, 5)])
def test_where_much_should_be_found_and_nothing_is_it_is_replaced(a_cell: int, found: int) -> None:
    assert _map(a_cell, found) == "k" * KEPT_HALF + "r" * KEPT_HALF


@pytest.mark.parametrize(("a_cell", "found"), [(4, 1), (4, 2), (6, 1), (12, 2)])
def test_where_few_could_be_found_their_absence_says_nothing(a_cell: int, found: int) -> None:
    assert _map(a_cell, found) == "k" * KEPT_HALF + "?" * KEPT_HALF


def test_too_few_points_to_say_anything() -> None:
    assert _map(2, 2) == "?" * GRID**2
