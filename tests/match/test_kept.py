"""What the bank holds of a photograph's points is what its sealed record says of them."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.fingerprint.points import Points, no_points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import from_bytes, to_bytes
from jikimi.match.kept import Kept, in_the_ring
from tests.pictures import photograph


@pytest.fixture(scope="module")
def made() -> Points:
    return protect(photograph("coffee")).points


@pytest.mark.parametrize("marked", [True, False])
def test_the_points_come_back_as_from_a_record(made: Points, marked: bool) -> None:
    fingerprint = protect(photograph("coffee"))
    given = made if marked else Points(made.xy, made.size, made.angle, made.descriptors)
    read = from_bytes(
        to_bytes(type(fingerprint)(fingerprint.width, fingerprint.height, fingerprint.pdq, 90, given))
    )
    for one in (Kept(given).points(), Kept(read.points).points()):
        np.testing.assert_array_equal(one.xy, read.points.xy)
        np.testing.assert_array_equal(one.size, read.points.size)
        np.testing.assert_array_equal(one.angle, read.points.angle)
        np.testing.assert_array_equal(one.descriptors, in_the_ring(read.points).descriptors)
        np.testing.assert_array_equal(one.photographed, read.points.photographed)
        assert (one.drawn is None) is (not marked)


def test_a_row_lies_within_a_line_of_memory(made: Points) -> None:
    kept = Kept(made)
    assert kept.address % 64 == 0
    assert len(kept) == len(made)
    assert len(Kept(no_points()).points()) == 0
