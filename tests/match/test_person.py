"""What two photographs share must lie on the person: the same place with somebody else in it is no match."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jikimi.fingerprint import person
from jikimi.fingerprint.person import heads
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import compact, from_bytes
from jikimi.fingerprint.seen import fingerprint_seen, grey_of
from jikimi.match.geometry import Geometry
from jikimi.match.matcher import Matcher
from jikimi.match.person import OnHeads
from jikimi.match.sighting import Match, Verdict
from jikimi.match.verdict import PDQ_BEYOND_DOUBT, SHARE_LOOK, SHARE_MATCH, verdict_of
from tests.pictures import RGB, photograph

MARGIN = 20


@pytest.fixture(scope="module")
def bank() -> Matcher:
    matcher = Matcher()
    matcher.add("hers", protect(photograph("astronaut")))
    return matcher


def _somebody_else(picture: RGB) -> RGB:
    """The same place with another head in it: a cat's, which nobody takes for hers."""
    left, top, right, bottom = heads(grey_of(picture))[0]
    other = picture.copy()
    height, width = bottom - top + MARGIN, right - left + 2 * MARGIN
    cat = cv2.resize(photograph("chelsea")[20:280, 80:340], (width, height), interpolation=cv2.INTER_AREA)
    top, left = max(0, top), max(0, left - MARGIN)
    part = other[top : top + height, left : left + width]
    part[:] = cat[: part.shape[0], : part.shape[1]]
    return other


def _photographed_again(picture: RGB) -> RGB:
    """As another shot of the same scene differs: a little nearer, turned, softer, with its own grain."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1.06)
    moved = cv2.GaussianBlur(cv2.warpAffine(picture, turn, (width, height)), (0, 0), 1.6)
    grain = np.random.default_rng(1).normal(0, 9, moved.shape)
    return (moved * 0.85 + 12 + grain).clip(0, 255).astype(np.uint8)


def _found(bank: Matcher, picture: RGB) -> Match | None:
    return next(iter(bank.find(fingerprint_seen(picture))), None)


def test_another_shot_of_the_place_with_somebody_else_is_no_match(bank: Matcher) -> None:
    own = _found(bank, _photographed_again(photograph("astronaut")))
    assert own is not None, "her own photograph changed as much is found: the change itself hides nothing"
    assert own.verdict is Verdict.MATCH
    other = _found(bank, _photographed_again(_somebody_else(photograph("astronaut"))))
    assert other is None or other.verdict is Verdict.LOOK


def test_her_own_photograph_with_another_head_is_for_a_person_to_look_at(bank: Matcher) -> None:
    found = _found(bank, _somebody_else(photograph("astronaut")))
    assert found is not None
    assert found.verdict is Verdict.LOOK
    assert found.signals["on_heads"] < SHARE_LOOK


def test_few_points_kept_of_a_picture_still_find_the_head(bank: Matcher) -> None:
    few = from_bytes(compact(fingerprint_seen(photograph("astronaut"))))
    assert [match.verdict for match in bank.find(few)] == [Verdict.MATCH]


@pytest.mark.parametrize("name", ["coffee", "rocket", "brick", "moon"])
def test_there_is_no_head_where_nobody_is(name: str) -> None:
    assert heads(grey_of(photograph(name))) == ()


def test_heads_lie_in_the_picture_the_largest_first() -> None:
    found = heads(grey_of(photograph("astronaut")))
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in found]
    assert found
    assert areas == sorted(areas, reverse=True)
    height, width = photograph("astronaut").shape[:2]
    assert all(0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= height for box in found)


def test_a_head_that_one_cascade_alone_sees_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    both = person._faces
    monkeypatch.setattr(
        person,
        "_faces",
        lambda cascade, small, least: both(cascade, small, least) if least == person.NEIGHBOURS else [],
    )
    assert heads(grey_of(photograph("astronaut"))) == ()


def test_her_photograph_without_her_head_is_still_hers(bank: Matcher) -> None:
    picture = photograph("astronaut")
    _, _, _, below = heads(grey_of(picture))[0]
    found = _found(bank, np.ascontiguousarray(picture[below:]))
    assert found is not None
    assert found.verdict is Verdict.MATCH
    assert "on_heads" not in found.signals


@pytest.mark.parametrize(
    ("score", "on_heads", "verdict"),
    [
        (20.0, None, Verdict.MATCH),
        (20.0, OnHeads(None), Verdict.LOOK),
        (26.0, OnHeads(None), Verdict.MATCH),
        (20.0, OnHeads(SHARE_MATCH), Verdict.MATCH),
        (20.0, OnHeads(SHARE_LOOK), Verdict.LOOK),
        (20.0, OnHeads(SHARE_LOOK - 0.001), None),
        (61.0, OnHeads(0.0), Verdict.LOOK),
        (4.9, OnHeads(1.0), None),
    ],
)
def test_what_is_said_of_a_score_and_a_head(
    score: float, on_heads: OnHeads | None, verdict: Verdict | None
) -> None:
    which = np.arange(30, dtype=np.int32)
    still = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    alike = np.full(30, 20, np.int32)
    found = Geometry(still, which, which, which, alike, np.ones(30), (), (400, 400), score)
    assert verdict_of(found, None, on_heads, None) is verdict


@pytest.mark.parametrize(
    ("on_heads", "verdict"),
    [
        (None, Verdict.MATCH),
        (OnHeads(None), Verdict.MATCH),
        (OnHeads(SHARE_LOOK), Verdict.MATCH),
        (OnHeads(0.0, 6), Verdict.MATCH),
        (OnHeads(SHARE_LOOK - 0.001, 5), Verdict.LOOK),
    ],
)
def test_wholes_that_are_alike_do_not_overrule_another_head(
    on_heads: OnHeads | None, verdict: Verdict
) -> None:
    """Two sitters in one studio, in one pose and uniform, can have PDQs 22 bits apart."""
    assert verdict_of(None, 22, on_heads, None) is verdict


def test_a_small_face_that_is_covered_hides_no_copy() -> None:
    assert verdict_of(None, PDQ_BEYOND_DOUBT, OnHeads(0.0), None) is Verdict.MATCH
    assert verdict_of(None, PDQ_BEYOND_DOUBT + 1, OnHeads(0.0), None) is Verdict.LOOK


def test_a_whole_year_before_the_same_backdrop_hides_nobody() -> None:
    bank = Matcher()
    bank.add_many((f"classmate {number}", protect(photograph("astronaut"))) for number in range(12))
    bank.add_many((f"small {number}", protect(photograph("coffee"))) for number in range(12))
    crowded = _photographed_again(_somebody_else(photograph("astronaut")))
    crowded[:, 400:] = 128
    crowded[-140:, -180:] = cv2.resize(photograph("coffee"), (180, 140), interpolation=cv2.INTER_AREA)
    assert "small 0" in {match.key for match in bank.find(fingerprint_seen(crowded))}
