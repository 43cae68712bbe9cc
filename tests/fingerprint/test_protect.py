"""What can be protected, and what is refused with a sentence that helps."""

from __future__ import annotations

import numpy as np
import pytest

from bench.negatives import all_families
from jikimi.fingerprint.lacks import Lack, TooLittleToRecognise
from jikimi.fingerprint.pdq import distance, one_size, pdq
from jikimi.fingerprint.protect import protect, turns_of
from jikimi.fingerprint.seen import grey_of
from tests.pictures import PROTECTED, photograph


@pytest.mark.parametrize("name", PROTECTED)
def test_photographs_are_accepted(name: str) -> None:
    kept = protect(photograph(name))
    assert len(kept.pdq) == 8
    assert len(kept.points) > 500
    assert kept.mirrored is not None


def _flat() -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    height, width = 400, 500
    ramp = np.linspace(0, 255, width).astype(np.uint8)[None, :, None].repeat(height, 0).repeat(3, 2)
    spot = np.full((height, width, 3), 200, np.uint8)
    spot[180:220, 230:270] = np.random.default_rng(0).integers(0, 255, (40, 40, 3))
    return {
        "blank": np.full((height, width, 3), 250, np.uint8),
        "ramp": ramp,
        "one spot on a wall": spot,
        "tiny": photograph("coffee")[:20, :20],
        "a line": photograph("coffee")[:1, :],
    }


@pytest.mark.parametrize("name", list(_flat()))
def test_too_little_is_refused_with_what_would_help(name: str) -> None:
    with pytest.raises(TooLittleToRecognise, match=r"works better") as refused:
        protect(np.ascontiguousarray(_flat()[name]))
    assert refused.value.lack is (Lack.SIZE if name in {"tiny", "a line"} else Lack.DETAIL)


def test_the_eight_pdqs_are_those_of_the_turned_pictures() -> None:
    picture = photograph("chelsea")
    kept = protect(picture)
    turned = [pdq(one_size(grey_of(one)))[0] for one in turns_of(picture)]
    assert [distance(one, other) for one, other in zip(kept.pdq, turned, strict=True)] == pytest.approx(
        [0] * 8, abs=6
    )
    assert min(distance(kept.pdq[0], other) for other in kept.pdq[1:]) > 60


@pytest.mark.parametrize("grain", [2, 6, 10])
def test_grain_alone_is_refused(grain: int) -> None:
    wall = np.random.default_rng(0).normal(128, grain, (600, 800, 3)).clip(0, 255).astype(np.uint8)
    with pytest.raises(TooLittleToRecognise, match="too little in it"):
        protect(wall)


@pytest.mark.parametrize("tile", [24, 60, 120, 240])
def test_a_pattern_that_repeats_is_refused(tile: int) -> None:
    """Every part of it lies in many places, so a crop of it would not be found, and it would hide that."""
    one = (
        np.random.default_rng(1)
        .integers(0, 256, (tile // 4, tile // 4, 3), np.uint8)
        .repeat(4, 0)
        .repeat(4, 1)
    )
    grain = np.random.default_rng(2).normal(0, 2, (480, 720, 3))
    laid = np.tile(one, (480 // tile + 1, 720 // tile + 1, 1))[:480, :720]
    with pytest.raises(TooLittleToRecognise, match=r"pattern that repeats.* works better"):
        protect((laid + grain).clip(0, 255).astype(np.uint8))


def test_who_stands_before_a_patterned_paper_is_protected() -> None:
    backdrops = next(family for family in all_families() if family.name == "backdrops")
    inside = [photograph(name) for name in PROTECTED]
    for seed in (1, 2, 5):
        before_paper, _ = backdrops.pair(np.random.default_rng(seed), inside)
        assert len(protect(before_paper).points) > 500


@pytest.mark.parametrize("name", ["brick", "grass", "gravel"])
def test_a_photographed_wall_is_no_pattern(name: str) -> None:
    assert len(protect(photograph(name)).points) > 500
