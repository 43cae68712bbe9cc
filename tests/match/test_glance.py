"""A glance finds the transform on which votes agree, and none where they do not."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.match.glance import glance
from jikimi.match.votes import Votes

COUNT = 40


def _votes(turn: np.ndarray, scale: np.ndarray) -> Votes:
    numbers = np.arange(len(turn), dtype=np.int32)
    weight = np.linspace(1, 0.5, len(turn)).astype(np.float32)
    return Votes(7, numbers, numbers, turn.astype(np.float32), scale.astype(np.float32), weight)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 360), st.floats(0.2, 3), st.integers(0, 25))
def test_a_true_transform_is_found_among_wrong_votes(
    seed: int, degrees: float, grown: float, wrong: int
) -> None:
    rng = np.random.default_rng(seed)
    protected = rng.uniform(0, 800, (COUNT, 2)).astype(np.float32)
    a, b = grown * np.cos(np.radians(degrees)), grown * np.sin(np.radians(degrees))
    model = np.array([[a, -b, 31.0], [b, a, -12.0]])
    seen = (protected @ model[:, :2].T + model[:, 2]).astype(np.float32)
    # The heaviest votes are among the true ones, as they are where a picture is a copy.
    seen[COUNT - wrong :] = rng.uniform(0, 800, (wrong, 2))
    turn = (degrees + rng.uniform(-8, 8, COUNT)) % 360
    scale = np.log2(grown) + rng.uniform(-0.2, 0.2, COUNT)
    found = glance(_votes(turn, scale), protected, seen)
    assert found is not None
    np.testing.assert_allclose(found, model, atol=0.05)


def test_votes_for_different_turns_agree_on_nothing() -> None:
    rng = np.random.default_rng(4)
    protected = rng.uniform(0, 800, (6, 2)).astype(np.float32)
    seen = rng.uniform(0, 800, (6, 2)).astype(np.float32)
    assert glance(_votes(np.arange(6) * 60.0, np.zeros(6)), protected, seen) is None


def test_points_in_one_place_say_nothing() -> None:
    same = np.full((5, 2), 9, np.float32)
    assert glance(_votes(np.zeros(5), np.zeros(5)), same, same) is None
    assert glance(_votes(np.zeros(0), np.zeros(0)), same, same) is None
