"""Pairs are drawn from seeds, their two pictures differ, and a copy among them would be counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bench.edits import RGB
from bench.hard_negatives import PAIRS, asked_alone, family_numbers
from bench.negatives import NOTHING, SAME_SCENE, Family, all_families
from tests.pictures import photograph

FAMILIES = all_families()
INSIDE = [photograph(name) for name in ("astronaut", "chelsea", "coffee", "rocket", "coins", "moon")]


def test_at_least_two_hundred_pairs_count_against_the_goal() -> None:
    assert PAIRS * sum(family.expected == NOTHING for family in FAMILIES) >= 200
    assert {family.expected for family in FAMILIES} <= {NOTHING, SAME_SCENE}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_seed_draws_the_same_pair_of_two_different_pictures(family: Family) -> None:
    one, other = family.pair(np.random.default_rng(4), INSIDE)
    again, _ = family.pair(np.random.default_rng(4), INSIDE)
    assert np.array_equal(one, again)
    if one.shape == other.shape:
        # Even of a form, which is paper and print for the most part, so much is filled in differently.
        assert (np.abs(one.astype(int) - other).max(axis=2) > 40).mean() > 0.005


def test_a_copy_counts_as_a_match_and_a_blank_sheet_as_refused() -> None:
    assert asked_alone(photograph("coffee"), photograph("coffee"))[0] == "match"
    assert asked_alone(np.full((200, 200, 3), 255, np.uint8), photograph("coffee"))[0] == "refused"


def test_both_ways_of_a_pair_are_asked() -> None:
    def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
        return photograph("coffee"), np.full((300, 300, 3), 255, np.uint8)

    numbers = family_numbers(Family("x", "", NOTHING, pair), [], 1)
    assert {key: numbers[key] for key in ("match", "look", "nothing", "refused")} == {
        "match": 0, "look": 0, "nothing": 1, "refused": 1,
    }  # fmt: skip
