"""One size rule: what it comes to, and that every way of decoding comes to the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.size_rule import LONGEST_SIDE, canonical_size, halvings, shrink
from jikimi.fingerprint.pdq import distance, pdq
from tests.fingerprint.decode.pictures import astronaut, coffee, differ_by, encode

SIZES = [(1000, 750), (1599, 1201), (1601, 1601), (1700, 1275), (3301, 2475), (750, 4000)]
sides = st.integers(1, 70_000)


@given(sides, sides)
def test_never_enlarged_never_above_the_longest_side(width: int, height: int) -> None:
    small = canonical_size((width, height))
    assert max(small) == min(LONGEST_SIDE, max(width, height))
    assert small[0] <= width
    assert small[1] <= height
    assert min(small) >= 1


@given(sides)
def test_halved_while_half_is_still_large_enough(side: int) -> None:
    times = halvings((side, 1))
    assert times == 0 or side / 2**times >= LONGEST_SIDE
    assert side / 2 ** (times + 1) < LONGEST_SIDE


@given(st.integers(1, 900), st.integers(1, 900))
def test_any_shape_shrinks(width: int, height: int) -> None:
    picture = np.zeros((height, width, 3), np.uint8)
    small = shrink(picture, (width, height))
    assert small.shape == (*canonical_size((width, height))[::-1], 3)


@pytest.mark.parametrize("size", SIZES)
def test_is_an_area_average_within_two_bits(size: tuple[int, int]) -> None:
    large = np.asarray(astronaut().resize(size), np.uint8)
    small = shrink(large, size)
    mean = np.asarray(cv2.resize(large, canonical_size(size), interpolation=cv2.INTER_AREA), np.uint8)
    assert distance(pdq(small)[0], pdq(mean)[0]) <= 2
    assert differ_by(small, mean) < 3


@pytest.mark.parametrize("size", SIZES)
def test_a_jpeg_halved_while_it_is_decoded_is_the_same(size: tuple[int, int]) -> None:
    large = coffee().resize(size)
    by_libjpeg = canonical_pixels(encode(large, "JPEG", quality=95))
    by_us = canonical_pixels(encode(large, "PNG"))
    assert by_libjpeg.shape == by_us.shape
    assert differ_by(by_libjpeg, by_us) < 3
    assert distance(pdq(by_libjpeg)[0], pdq(by_us)[0]) <= 6
