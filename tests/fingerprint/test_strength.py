"""The note on what a photograph would survive follows from how its points are spread."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.fingerprint.strength import Strength, in_words, strength_of
from jikimi.match.matcher import Matcher
from tests.pictures import photograph


def _with_cells(cells: int, width: int = 600, height: int = 600) -> Fingerprint:
    """Eight points in each of so many of the 6 x 6 cells of a picture."""
    middles = [((n % 6 + 0.5) * width / 6, (n // 6 + 0.5) * height / 6) for n in range(cells)]
    xy = np.array(middles * 8, np.float32)
    n = len(xy)
    points = Points(xy, np.full(n, 31, np.float32), np.zeros(n, np.float32), np.zeros((n, 32), np.uint8))
    return Fingerprint(width, height, (bytes(32),), 100, points)


@pytest.mark.parametrize(
    ("cells", "strength"),
    [
        (11, Strength.WEAK),
        (12, Strength.FAIR),
        (19, Strength.FAIR),
        (20, Strength.STRONG),
        (36, Strength.STRONG),
    ],
)
def test_the_more_of_the_photograph_has_points_the_stronger(cells: int, strength: Strength) -> None:
    assert strength_of(_with_cells(cells)) is strength


def test_a_photograph_that_is_mostly_sky_is_weaker() -> None:
    whole = photograph("astronaut")
    assert strength_of(protect(whole)) is Strength.STRONG
    # Each pixel of a real sky differs a little from the next; a flat one would be a drawing.
    mostly_sky = np.random.default_rng(1).normal(180, 3, whole.shape).astype(np.uint8)
    mostly_sky[-whole.shape[0] // 3 :] = whole[-whole.shape[0] // 3 :]
    assert strength_of(protect(mostly_sky)) is Strength.FAIR
    nearly_all_sky = np.full_like(whole, 180)
    nearly_all_sky[-whole.shape[0] // 4 :] = whole[-whole.shape[0] // 4 :]
    assert strength_of(protect(nearly_all_sky)) is Strength.WEAK


@pytest.mark.parametrize(
    ("longest", "strength"),
    [
        (180, Strength.SMALL),
        (219, Strength.SMALL),
        (220, Strength.FAIR),
        (299, Strength.FAIR),
        (300, Strength.STRONG),
    ],
)
def test_a_thumbnail_promises_less_than_the_photograph(longest: int, strength: Strength) -> None:
    assert strength_of(_with_cells(36, longest, longest // 2)) is strength
    assert strength_of(_with_cells(36, longest // 2, longest)) is strength


def test_what_has_little_in_it_is_told_so_whatever_its_size() -> None:
    assert strength_of(_with_cells(11, 180, 180)) is Strength.WEAK


def test_what_the_note_on_a_thumbnail_says_is_so() -> None:
    """Half of the large one is not found by the small one, and is by the large one."""
    whole = photograph("coffee")
    half = fingerprint_seen(np.ascontiguousarray(whole[100:300, 150:450]))
    small = cv2.resize(whole, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    for picture, strength, found in ((whole, Strength.STRONG, 1), (small, Strength.SMALL, 0)):
        protected, alone = protect(np.asarray(picture, np.uint8)), Matcher()
        alone.add("one", protected)
        assert strength_of(protected) is strength
        assert len(alone.find(half)) == found


def test_each_strength_has_its_words() -> None:
    assert len({in_words(strength) for strength in Strength}) == len(Strength)
