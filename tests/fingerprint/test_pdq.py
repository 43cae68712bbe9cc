"""PDQ answers as Meta's reference does."""

from __future__ import annotations

import cv2
import numpy as np
import pdqhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.pdq import LONGEST_SIDE, distance, one_size, pdq
from tests.pictures import PROTECTED, UNRELATED, photograph


@pytest.mark.parametrize("name", PROTECTED + UNRELATED)
@pytest.mark.parametrize("size", [None, (400, 300), (333, 477), (130, 90), (64, 64), (129, 700)])
def test_same_bits_as_the_reference(name: str, size: tuple[int, int] | None) -> None:
    picture = photograph(name)
    if size is not None:
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    bits, quality = pdqhash.compute(np.ascontiguousarray(picture))
    ours, our_quality = pdq(picture)
    assert distance(np.packbits(bits).tobytes(), ours) <= 2
    assert abs(quality - our_quality) <= 1


def test_flat_picture_has_no_quality() -> None:
    assert pdq(np.full((300, 400, 3), 117, np.uint8))[1] == 0


def test_one_size_shrinks_and_never_enlarges() -> None:
    assert max(one_size(np.zeros((800, 600, 3), np.uint8)).shape) == LONGEST_SIDE
    assert one_size(np.zeros((80, 60, 3), np.uint8)).shape == (80, 60, 3)


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 95))
def test_reencoding_moves_few_bits(quality: int) -> None:
    picture = photograph("astronaut")
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    assert distance(pdq(picture)[0], pdq(again)[0]) <= 12


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_distance_is_a_distance(one: bytes, other: bytes) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert 0 <= distance(one, other) <= 256
