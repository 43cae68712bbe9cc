"""A copy keeps a part of its points nearly to the bit; another photograph of the same thing does not."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.match.geometry import Geometry
from jikimi.match.person import OnHeads
from jikimi.match.photographed import Photographed
from jikimi.match.sameness import NEARLY, repeats, sameness
from jikimi.match.sighting import Verdict
from jikimi.match.verdict import VERY_SAME_ON_A_HEAD, verdict_of

STILL = np.array([[1.0, 0, 0], [0, 1.0, 0]])


def _found(score: float, *, nearly: int, of: int, paired: int | None = None) -> Geometry:
    """What agrees with a transform: `of` points, `nearly` of them nearly the same."""
    which = np.arange(of, dtype=np.int32)
    differ = np.where(which < nearly, NEARLY, NEARLY + 20).astype(np.int32)
    first = which if paired is None else which[:paired]
    return Geometry(STILL, first, which, which, differ, np.ones(of), (), (400, 400), score)


def test_what_is_nearly_the_same_is_counted() -> None:
    same = sameness(_found(20, nearly=5, of=20))
    assert (same.count, same.share) == (5, 0.25)
    nothing = sameness(_found(20, nearly=0, of=0))
    assert (nothing.count, nothing.share) == (0, 0.0)


@pytest.mark.parametrize(
    ("score", "nearly", "of", "verdict"),
    [
        (20.0, 10, 100, Verdict.MATCH),
        (20.0, 7, 100, Verdict.LOOK),  # as two photographs of the same stars
        (20.0, 9, 40, Verdict.LOOK),
        (35.0, 0, 100, Verdict.MATCH),
        (5.5, 8, 22, Verdict.MATCH),  # a small piece
        (5.4, 8, 22, Verdict.LOOK),
        (5.5, 8, 23, Verdict.LOOK),
        (5.5, 7, 20, Verdict.LOOK),
        (11.9, 12, 50, Verdict.LOOK),  # as another stretch of the same wall
    ],
)
def test_alike_is_not_the_same(score: float, nearly: int, of: int, verdict: Verdict) -> None:
    assert verdict_of(_found(score, nearly=nearly, of=of), None, None, None) is verdict


def test_a_small_piece_must_lie_off_all_drawing() -> None:
    piece = _found(8.0, nearly=12, of=20)
    assert verdict_of(piece, None, None, Photographed(8.0, 0.9, 1.0, 8.0)) is Verdict.MATCH
    assert verdict_of(piece, None, None, Photographed(8.0, 0.8, 1.0, 8.0)) is Verdict.LOOK


def test_a_small_piece_is_not_enough_where_a_head_should_be_seen() -> None:
    piece = _found(8.0, nearly=12, of=20)
    assert verdict_of(piece, None, OnHeads(0.5, 9), None) is Verdict.LOOK
    assert verdict_of(piece, None, OnHeads(None), None) is Verdict.LOOK


def test_a_pattern_that_repeats_is_nothing() -> None:
    assert repeats(_found(20, nearly=80, of=100, paired=17))
    assert not repeats(_found(20, nearly=80, of=100, paired=18))
    assert verdict_of(_found(40, nearly=80, of=100, paired=17), None, None, None) is None


@pytest.mark.parametrize(
    ("very_same", "verdict"), [(VERY_SAME_ON_A_HEAD, Verdict.MATCH), (VERY_SAME_ON_A_HEAD - 1, None)]
)
def test_a_head_mostly_covered_is_known_by_what_is_left_of_it(
    very_same: int, verdict: Verdict | None
) -> None:
    found = _found(20, nearly=50, of=100)
    assert verdict_of(found, None, OnHeads(0.0, very_same), None) is verdict


def test_another_photograph_of_the_same_person_is_nothing_however_its_head_lies() -> None:
    assert verdict_of(_found(7.7, nearly=10, of=124), None, OnHeads(0.072, 3), None) is None


def test_the_rim_of_a_drawing_is_no_photograph() -> None:
    found = _found(90, nearly=200, of=270)
    assert verdict_of(found, None, None, Photographed(29.9, 0.3, 0.7, 9.0)) is Verdict.LOOK
    assert verdict_of(found, None, None, Photographed(29.9, 0.3, 0.7, 22.0)) is Verdict.MATCH
    assert verdict_of(found, None, None, Photographed(30.0, 0.3, 0.7, 0.0)) is Verdict.MATCH
