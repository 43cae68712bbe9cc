"""What is drawn is marked in a protected picture; what a camera saw is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.edits import RGB
from bench.negatives import all_families
from jikimi.fingerprint.drawn import on_drawing
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.points import no_points
from jikimi.fingerprint.protect import protect, steady
from jikimi.fingerprint.seen import grey_of
from jikimi.fingerprint.strength import Strength, strength_of
from tests.pictures import photograph

FAMILIES = {family.name: family for family in all_families()}
INSIDE = [photograph(name) for name in ("astronaut", "chelsea", "coffee", "motorcycle_left")]


def _one(family: str) -> RGB:
    return FAMILIES[family].pair(np.random.default_rng(1), INSIDE)[0]


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "motorcycle_left"])
def test_nearly_no_point_of_a_photograph_is_marked(name: str) -> None:
    grey = grey_of(photograph(name))
    assert on_drawing(grey, orb(grey, 700)).mean() < 0.2


def test_most_points_of_letters_are_marked_also_after_compression() -> None:
    sheet = _one("forms")
    smaller = cv2.resize(sheet, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    _, squeezed = cv2.imencode(".jpg", smaller, [cv2.IMWRITE_JPEG_QUALITY, 60])
    for picture in (sheet, cv2.imdecode(squeezed, cv2.IMREAD_COLOR)):
        grey = grey_of(np.asarray(picture, np.uint8))
        # Compression makes faint corners beside the letters, which softening takes away.
        assert on_drawing(grey, orb(grey, 700)).mean() > 0.85
        assert 1 - steady(grey).photographed.mean() > 0.92


def test_of_no_points_none_is_marked() -> None:
    assert on_drawing(grey_of(photograph("coffee")), no_points()).shape == (0,)


@pytest.mark.parametrize("family", ["forms", "qr_codes", "tables"])
def test_what_is_all_drawn_is_refused_and_says_why(family: str) -> None:
    with pytest.raises(TooLittleToRecognise, match=r"words or drawing.* works better"):
        protect(_one(family))


def test_what_is_mostly_drawn_is_weak() -> None:
    assert strength_of(protect(_one("chats"))) is Strength.WEAK
