"""Points are spread over the picture, so that what is laid over it cannot take them all."""

from __future__ import annotations

import cv2
import numpy as np

from bench.edits import text
from jikimi.fingerprint.orb import orb
from tests.pictures import photograph, unrelated


def _grey(name: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.asarray(cv2.cvtColor(photograph(name), cv2.COLOR_RGB2GRAY), np.uint8)


def test_no_more_points_than_asked_and_all_inside() -> None:
    grey = _grey("coffee")
    points = orb(grey, 400)
    assert len(points) == 400
    assert (points.xy >= 0).all()
    assert (points.xy < [grey.shape[1], grey.shape[0]]).all()


def test_every_ninth_has_its_share() -> None:
    grey = _grey("motorcycle_left")
    points = orb(grey, 900)
    ninths = np.bincount(
        (points.xy[:, 0] * 3 // grey.shape[1]).astype(int)
        + 3 * (points.xy[:, 1] * 3 // grey.shape[0]).astype(int),
        minlength=9,
    )
    assert ninths.min() >= 40


def test_words_over_a_picture_do_not_take_all_points() -> None:
    plain = photograph("chelsea")
    covered = text.apply(plain, np.random.default_rng(0), unrelated())
    changed = np.abs(covered.astype(int) - plain).max(axis=2) > 30
    near = cv2.dilate(changed.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    places = orb(np.asarray(cv2.cvtColor(covered, cv2.COLOR_RGB2GRAY), np.uint8), 1000).xy.astype(int)
    assert (~near[places[:, 1], places[:, 0]]).mean() > 0.3


def test_flat_and_tiny_pictures_have_no_points() -> None:
    assert len(orb(np.full((200, 200), 80, np.uint8), 100)) == 0
    assert len(orb(np.zeros((3, 3), np.uint8), 100)) == 0
    assert len(orb(np.zeros((1, 900), np.uint8), 100)) == 0


def test_the_same_picture_gives_the_same_points() -> None:
    one, other = orb(_grey("rocket"), 500), orb(_grey("rocket"), 500)
    assert np.array_equal(one.descriptors, other.descriptors)
    assert np.array_equal(one.xy, other.xy)
