"""Points are spread over the picture, so that what is laid over it cannot take them all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.edits import text
from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.points import U8
from tests.fingerprint.orb_of_opencv import orb_of_opencv
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


def _sized(name: str, width: int, height: int) -> U8:
    return np.asarray(cv2.resize(_grey(name), (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize(
    ("name", "width", "height", "count"),
    [
        ("coffee", 800, 533, 1200),
        ("chelsea", 451, 300, 1200),
        ("astronaut", 400, 400, 700),
        ("rocket", 213, 142, 150),
        ("motorcycle_left", 799, 601, 250),
        ("coffee", 64, 64, 1200),
        ("astronaut", 67, 800, 300),
        ("chelsea", 800, 65, 1200),
    ],
)
def test_points_are_those_of_opencv(name: str, width: int, height: int, count: int) -> None:
    grey = _sized(name, width, height)
    ours = orb(grey, count)
    points, descriptors = orb_of_opencv(grey, count)
    assert len(ours) == len(points)
    assert np.array_equal(np.column_stack([ours.xy, ours.size, ours.angle]), points[:, :4])
    differ = np.bitwise_count(ours.descriptors ^ descriptors).sum(axis=1)
    # Its blur adds seven floats in an order that depends on the processor: one bit in a million may fall
    # on the other side.
    assert np.count_nonzero(differ) <= 2
    assert differ.max(initial=0) <= 2


def test_noise_and_edges_give_the_points_of_opencv() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (331, 517), np.uint8)
    for grey in (noise, cv2.GaussianBlur(noise, (0, 0), 2.5) * 2, noise // 16 + 200):
        points, descriptors = orb_of_opencv(np.asarray(grey, np.uint8), 1200)
        ours = orb(np.asarray(grey, np.uint8), 1200)
        assert np.array_equal(np.column_stack([ours.xy, ours.size, ours.angle]), points[:, :4])
        assert np.count_nonzero((ours.descriptors != descriptors).any(axis=1)) <= 2


def test_pixels_may_be_read_only_and_lie_anywhere() -> None:
    grey = _sized("coffee", 300, 200)
    held = np.asarray(np.pad(grey, 7), np.uint8)[7:-7, 7:-7]
    fixed = held.copy()
    fixed.flags.writeable = False
    for other in (held, fixed, np.asfortranarray(grey)):
        assert np.array_equal(orb(other, 500).descriptors, orb(grey, 500).descriptors)
