"""What two pictures share must lie on what a camera saw: the same screen with another picture is no match."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.negatives import all_families
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.geometry import verify
from jikimi.match.matcher import Matcher
from jikimi.match.photographed import APART, Photographed, photographed
from jikimi.match.sighting import Match, Verdict
from jikimi.match.support import Seen
from jikimi.match.verdict import verdict_of
from tests.pictures import RGB, photograph

FAMILIES = {family.name: family for family in all_families()}
INSIDE = [photograph(name) for name in ("astronaut", "chelsea", "coffee", "motorcycle_left")]


def _found(protected: Fingerprint, seen: RGB) -> list[Match]:
    bank = Matcher()
    bank.add("hers", protected)
    return bank.find(fingerprint_seen(seen))


@pytest.mark.parametrize("family", ["chats", "calendars", "galleries", "memes", "players"])
def test_a_screen_is_found_by_what_it_shows_and_not_by_its_app(family: str) -> None:
    one, other = FAMILIES[family].pair(np.random.default_rng(2), INSIDE)
    protected = protect(one)
    assert [match.verdict for match in _found(protected, one)] == [Verdict.MATCH]
    assert not [match for match in _found(protected, other) if match.verdict is Verdict.MATCH]


def test_the_photograph_in_a_screen_is_found_outside_it() -> None:
    screen, _ = FAMILIES["chats"].pair(np.random.default_rng(2), INSIDE)
    found = [match.verdict for picture in INSIDE for match in _found(protect(picture), screen)]
    assert found == [Verdict.MATCH], "the picture that the screen shows, and no other"


def test_what_was_protected_before_anybody_asked_is_matched_as_it_was() -> None:
    one, other = FAMILIES["memes"].pair(np.random.default_rng(2), INSIDE)
    protected = protect(one)
    assert protected.mirrored is not None
    earlier = replace(
        protected,
        points=replace(protected.points, drawn=None),
        mirrored=replace(protected.mirrored, drawn=None),
    )
    assert _found(protected, other) == []
    assert [match.verdict for match in _found(earlier, other)] == [Verdict.MATCH]


@pytest.mark.parametrize(
    ("of_reference", "verdict"), [(0.9, Verdict.MATCH), (0.5, Verdict.MATCH), (0.4, Verdict.LOOK)]
)
def test_the_whole_alone_proves_little_of_what_is_mostly_drawn(of_reference: float, verdict: Verdict) -> None:
    assert verdict_of(None, 20, None, Photographed(0.0, 0.0, of_reference, 0.0)) is verdict
    assert verdict_of(None, 32, None, Photographed(0.0, 0.0, of_reference, 0.0)) is None


def test_what_lies_beside_drawing_is_counted_apart_from_what_lies_far_from_it() -> None:
    protected = protect(INSIDE[0])
    points = protected.points
    width = protected.width
    marked = replace(points, drawn=points.xy[:, 0] < width / 2)
    geometry = verify(marked, width, protected.height, Seen(fingerprint_seen(INSIDE[0]).points))
    assert geometry is not None
    said = photographed(geometry, marked)
    assert said is not None
    near = (points.xy[:, 0] >= width / 2) & (points.xy[:, 0] < width / 2 + APART)
    beyond = geometry.score_on(marked, points.xy[:, 0] >= width / 2 + APART)
    assert near[geometry.which].any(), "something lies at the rim"
    assert beyond <= said.apart <= said.score
