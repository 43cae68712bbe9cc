"""The two closest of many descriptors, whatever their number: eight are compared at a time."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.match.bits import U64
from jikimi.match.nearest import two_nearest


def _rows(count: int, seed: int) -> U64:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), np.uint64)


@pytest.mark.parametrize("others", [0, 1, 2, 7, 8, 9, 16, 61, 500])
def test_as_looking_at_each(others: int) -> None:
    asked, rows = _rows(23, 1), _rows(others, 2)
    rows[others // 2 :] = rows[: others - others // 2]  # of rows as close, the first one counts
    if others:
        asked[3] = rows[-1]
    nearest, distance, second = two_nearest(asked, rows)
    apart = np.bitwise_count(asked[:, None] ^ rows[None]).sum(axis=2, dtype=np.int64)
    padded = np.column_stack([apart, np.full((23, 2), 999)])
    assert np.array_equal(distance, padded.min(axis=1))
    assert np.array_equal(second, np.sort(padded, axis=1)[:, 1])
    assert np.array_equal(nearest, apart.argmin(axis=1) if others else np.full(23, -1))


def test_nothing_asked() -> None:
    assert [len(one) for one in two_nearest(_rows(0, 1), _rows(5, 2))] == [0, 0, 0]
