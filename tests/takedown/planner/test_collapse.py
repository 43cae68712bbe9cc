"""A way that worked and does not any more: told soon, and seldom for nothing."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.takedown.planner.collapse import ALARM, Collapse, Settled, collapse, lower_bound
from tests.takedown.planner.tries import HOUR, NOW


def run(*worked: bool, prior: float = 0.5, now: datetime = NOW) -> Collapse | None:
    hours = range(len(worked), 0, -1)
    return collapse([Settled(NOW - n * HOUR, one) for n, one in zip(hours, worked, strict=True)], prior, now)


def failures_until_told(before: list[bool], prior: float) -> int:
    return next(n for n in range(1, 200) if run(*before, *[False] * n, prior=prior))


class TestCollapse:
    def test_the_better_it_worked_the_sooner_it_is_told(self) -> None:
        reliable = failures_until_told([True] * 40, 0.9)
        half = failures_until_told([True, False] * 20, 0.5)
        assert reliable in (3, 4)
        assert 8 <= half <= 16
        assert reliable < half

    def test_what_never_worked_has_not_fallen(self) -> None:
        assert run(*[False] * 60, prior=0.02) is None

    def test_it_says_on_what_it_rests(self) -> None:
        found = run(*[True] * 40, *[False] * 4, prior=0.9)
        assert found is not None
        assert (found.failed, found.last) == (4, 4)
        assert found.before > 0.9
        assert found.since == NOW - 4 * HOUR

    def test_two_that_work_end_it(self) -> None:
        fallen = [True] * 40 + [False] * 30
        assert run(*fallen, True, prior=0.9) is not None
        assert run(*fallen, True, True, prior=0.9) is None

    def test_after_a_month_without_a_word_it_is_tried_again_and_one_failure_tells(self) -> None:
        fallen = [True] * 40 + [False] * 5
        later = NOW + timedelta(days=31)
        assert run(*fallen, prior=0.9, now=later) is None
        settled = [Settled(NOW, one) for one in fallen]
        assert collapse([*settled, Settled(later, False)], 0.9, later) is not None

    @given(st.lists(st.booleans(), max_size=80), st.floats(0, 1))
    def test_never_on_fewer_than_three_failures(self, worked: list[bool], prior: float) -> None:
        found = run(*worked, prior=prior)
        if found:
            assert found.failed >= 3
            assert found.failed <= worked.count(False)
            assert found.last <= len(worked)

    @pytest.mark.parametrize("truth", [0.95, 0.8, 0.5, 0.2])
    def test_false_alarms_are_as_rare_as_promised(self, truth: float) -> None:
        """By the bound at most one in five of such runs of 40 notices may raise one at any time."""
        draw = random.Random(7)
        alarmed = 0
        for _ in range(300):
            seen: list[bool] = []
            for _ in range(40):
                seen.append(draw.random() < truth)
                if run(*seen, prior=truth):
                    alarmed += 1
                    break
        assert alarmed / 300 <= 40 / ALARM

    @given(st.floats(0.01, 500), st.floats(0.01, 500))
    def test_the_assumption_is_a_cautious_one(self, good: float, bad: float) -> None:
        assert 0 < lower_bound(good, bad) < 1
        assert lower_bound(good, bad) <= max(0.01, good / (good + bad))
