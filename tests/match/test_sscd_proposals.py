"""What something else proposes is looked at by geometry, which alone decides."""

from __future__ import annotations

import numpy as np
import pytest

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match import matcher as room
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Verdict
from tests.pictures import PROTECTED, UNRELATED, photograph

EVERY = (*PROTECTED, *UNRELATED)


@pytest.fixture(scope="module")
def bank() -> Matcher:
    matcher = Matcher()
    matcher.add_many((name, protect(photograph(name))) for name in PROTECTED)
    return matcher


def _crop(name: str) -> Fingerprint:
    whole = photograph(name)
    height, width = whole.shape[:2]
    return fingerprint_seen(np.ascontiguousarray(whole[height // 6 : -height // 6, width // 6 : -width // 6]))


def test_what_the_votes_missed_is_found_once_it_is_proposed(
    bank: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LIGHTEST_CANDIDATE", 1e9)
    seen = _crop("astronaut")
    assert bank.find(seen) == []
    found = bank.find(seen, PROTECTED)
    assert [(one.key, one.verdict) for one in found] == [("astronaut", Verdict.MATCH)]
    assert bank.find(seen, ["nobody's", "withdrawn"]) == []


@pytest.mark.parametrize("name", EVERY)
def test_proposing_everything_adds_no_other_photograph(bank: Matcher, name: str) -> None:
    seen = _crop(name)
    without = [(one.key, one.verdict) for one in bank.find(seen)]
    assert [(one.key, one.verdict) for one in bank.find(seen, PROTECTED)] == without
    assert {key for key, _ in without} <= {name}


def test_proposals_use_up_no_looks(bank: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_MISSES", 1)
    monkeypatch.setattr(room, "FEWEST_SUPPORT", 0)
    others = [name for name in PROTECTED if name != "astronaut"]
    assert [one.key for one in bank.find(_crop("astronaut"), others)] == ["astronaut"]
