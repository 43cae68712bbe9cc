"""Averaging by our own loop gives what OpenCV's gives, to the bit."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.area import averaged
from jikimi.fingerprint.pdq import LONGEST_SIDE, one_size
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.seen import grey_of
from tests.pictures import photograph


def _noise(height: int, width: int) -> U8:
    return np.random.default_rng(width).integers(0, 256, (height, width), np.uint8)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 800), st.integers(1, 800), st.floats(0.3, 1.0))
@example(600, 800, 512 / 800)
@example(513, 400, 512 / 513)
@example(800, 800, 0.5)
@example(1, 800, 0.64)
def test_as_opencv(height: int, width: int, factor: float) -> None:
    grey = _noise(height, width)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    expected = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(averaged(grey, *size), expected)


@pytest.mark.parametrize("turn", range(4))
def test_a_photograph_read_from_elsewhere_in_memory(turn: int) -> None:
    grey = np.rot90(cv2.resize(grey_of(photograph("coffee")), (800, 533)), turn)
    grey.flags.writeable = False
    size = (LONGEST_SIDE, 341)[:: -1 if turn % 2 else 1]
    expected = cv2.resize(np.ascontiguousarray(grey), size, interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(one_size(grey), expected)
