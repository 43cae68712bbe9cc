"""Pairs are judged as the matcher judges them, and the summary counts them."""

from __future__ import annotations

import numpy as np
import pytest

from bench.edits import all_edits
from bench.negatives.studio import sitting
from bench.pairs import Compared, compare
from bench.scores import CLASSES, raw, summary
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Verdict
from jikimi.match.support import Seen
from tests.pictures import photograph


@pytest.mark.parametrize("name", ["mirror", "lower_replaced"])
def test_a_pair_is_judged_as_the_matcher_judges_it(name: str) -> None:
    (edit,) = (edit for edit in all_edits() if edit.name == name)
    protected = protect(photograph("astronaut"))
    made = edit.apply(photograph("astronaut"), np.random.default_rng(3), [photograph("coffee")])
    seen = fingerprint_seen(np.ascontiguousarray(made))
    alone = Matcher()
    alone.add("hers", protected)
    (found,) = alone.find(seen)
    told = compare(protected, seen, Seen(seen.points))
    assert told.verdict is found.verdict
    assert told.score == pytest.approx(found.signals["score"], rel=0.02)


def test_what_shares_nothing_is_told_with_its_low_score() -> None:
    seen = fingerprint_seen(photograph("coffee"))
    told = compare(protect(sitting(np.random.default_rng(1))), seen, Seen(seen.points))
    assert told.verdict is None
    assert 0 <= told.score < 5


def test_summary_counts_verdicts_and_raw_keeps_every_value() -> None:
    copy, miss = Compared(50.0, 0.4, 2, Verdict.MATCH), Compared(1.0, None, None, None)
    pairs = {CLASSES[0]: [("blur", copy), ("crop", miss)], CLASSES[3]: []}
    numbers = summary(pairs)
    assert set(numbers) == {CLASSES[0]}
    assert (numbers[CLASSES[0]]["pairs"], numbers[CLASSES[0]]["match"], numbers[CLASSES[0]]["look"]) == (
        2,
        1,
        0,
    )
    assert numbers[CLASSES[0]]["on_heads_least_5_50_95_most"] == [0.4] * 5
    assert raw(pairs)[CLASSES[0]]["score"] == [50.0, 1.0]
