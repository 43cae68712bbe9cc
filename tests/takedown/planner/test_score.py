"""How good a way is: the playbook's word first, then what was measured."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.takedown.planner.record import Tried, median_hours
from jikimi.takedown.planner.score import Prior, score
from tests.takedown.planner.tries import HOUR, NOW, PRIORS, TRIED, tried


class TestScore:
    def test_with_nothing_measured_it_is_the_playbooks_word(self) -> None:
        assert (
            score([], Prior(0.9, 24), NOW) > score([], Prior(0.9, 48), NOW) > score([], Prior(0.3, 24), NOW)
        )

    def test_measured_outweighs_assumed(self) -> None:
        praised = score([tried(None)] * 20, Prior(0.95, 10), NOW)
        unknown = score([tried(12)] * 20, Prior(0.2, 100), NOW)
        assert unknown > praised

    def test_forty_links_in_one_notice_are_one_notice(self) -> None:
        prior = Prior(0.5, 72)
        assert math.isclose(score([tried(None, links=40)], prior, NOW), score([tried(None)], prior, NOW))

    def test_what_is_still_open_counts_for_as_long_as_it_has_been_open(self) -> None:
        prior = Prior(0.5, 24)
        just_asked, long_open = tried(None, ago=0), tried(None, ago=160)
        assert math.isclose(score([just_asked], prior, NOW), score([], prior, NOW))
        assert score([long_open], prior, NOW) < score([], prior, NOW)

    @given(st.lists(TRIED, max_size=20), PRIORS)
    def test_a_no_is_never_better_than_no_word_yet(self, known: list[Tried], prior: Prior) -> None:
        found = score(known, prior, NOW)
        assert 0 <= found < math.inf
        said_no = score([*known, tried(None, ago=1, said_no=True)], prior, NOW)
        assert said_no <= score([*known, tried(None, ago=1)], prior, NOW) + 1e-9

    @given(st.lists(TRIED, max_size=20), PRIORS, st.floats(1, 160), st.floats(1, 160))
    def test_sooner_is_better(self, known: list[Tried], prior: Prior, one: float, other: float) -> None:
        sooner, later = (score([*known, tried(hours)], prior, NOW) for hours in sorted((one, other)))
        assert sooner >= later - 1e-9

    def test_the_median_is_of_what_went_within_a_week(self) -> None:
        assert median_hours([tried(4), tried(6), tried(8), tried(None), tried(400)]) == pytest.approx(6)
        assert median_hours([tried(None)]) is None


class TestWorked:
    def test_most_of_it_gone_in_time(self) -> None:
        three_of_four = Tried(NOW - 9 * HOUR, (HOUR, HOUR, HOUR, None))
        assert three_of_four.worked(NOW) is True
        one_of_four = Tried(NOW - 9 * HOUR, (HOUR, None, None, None))
        assert one_of_four.worked(NOW) is None
        assert one_of_four.worked(NOW + 72 * HOUR) is False

    def test_a_no_is_known_at_once(self) -> None:
        assert tried(None, ago=1, said_no=True).worked(NOW) is False
        assert tried(1, ago=2, said_no=True).worked(NOW) is True
