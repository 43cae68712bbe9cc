"""Exact bounds agree with what tables and the definitions say."""

from __future__ import annotations

import pytest

from bench.exact import events_between, share_at_most


def test_none_of_seventeen_leaves_sixteen_in_a_hundred_open() -> None:
    assert share_at_most(0, 17) == pytest.approx(1 - 0.05 ** (1 / 17))
    assert f"{share_at_most(0, 17):.0%}" == "16%"


@pytest.mark.parametrize(
    ("hits", "of", "most"), [(1, 10, 0.3942), (5, 10, 0.7776), (10, 10, 1.0), (0, 0, 1.0)]
)
def test_shares_as_in_the_tables_of_clopper_and_pearson(hits: int, of: int, most: float) -> None:
    assert share_at_most(hits, of) == pytest.approx(most, abs=1e-4)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)]
)
def test_means_as_in_the_tables_of_garwood(events: int, low: float, high: float) -> None:
    assert events_between(events) == pytest.approx((low, high), abs=1e-4)
