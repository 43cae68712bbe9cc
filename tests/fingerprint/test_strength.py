"""The note on what a photograph would survive follows from how its points are spread."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import Points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.strength import Strength, in_words, strength_of
from tests.pictures import photograph


def _with_cells(cells: int) -> Fingerprint:
    """Eight points in each of so many of the 6 x 6 cells of a square picture."""
    xy = np.array([(100 * (n % 6) + 50, 100 * (n // 6) + 50) for n in range(cells)] * 8, np.float32)
    n = len(xy)
    points = Points(xy, np.full(n, 31, np.float32), np.zeros(n, np.float32), np.zeros((n, 32), np.uint8))
    return Fingerprint(600, 600, (bytes(32),), 100, points)


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


def test_each_strength_has_its_words() -> None:
    assert len({in_words(strength) for strength in Strength}) == len(Strength)
