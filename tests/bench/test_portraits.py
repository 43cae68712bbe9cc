"""The bench of portraits counts what it says it counts."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.kinds import in_words, kind_numbers, together
from bench.negatives.studio import sitting
from bench.portrait_sets import Portraits
from bench.portraits import in_words as said_of
from bench.portraits import measure, split
from jikimi.match.sighting import Kind, Match, Verdict


def _match(key: str, verdict: Verdict) -> Match:
    return Match(key, verdict, Kind.SAME, {}, None)


def test_what_is_hers_and_what_is_anothers_are_counted_apart() -> None:
    found = [_match("7", Verdict.MATCH), _match("3", Verdict.LOOK), _match("4", Verdict.LOOK)]
    assert split(found, 7) == (Counter(match=1), Counter(look=2))


def test_the_half_that_is_reported_holds_none_that_bars_were_chosen_on() -> None:
    every = Portraits([np.zeros((2, 2, 3), np.uint8)] * 9, [], [], "")
    assert every.held_back() == [2, 3, 6, 7]


def test_kinds_are_right_or_wrong_by_what_the_edit_says() -> None:
    edits = [
        kind_numbers(Kind.SAME, Counter(same=3, altered=1)),
        kind_numbers(Kind.EMBEDDED, Counter()),
        kind_numbers(Kind.ALTERED, Counter(altered=4)),
    ]
    assert [edit["kind_right"] for edit in edits] == [0.75, None, 1.0]
    assert together(edits) == 0.875
    assert in_words(edits[0]) == "same 0.75, else {'altered': 1}"
    assert in_words(edits[1]) == "embedded: none found"


def test_a_copy_is_hers_and_a_pair_of_one_photograph_is_told(monkeypatch) -> None:
    monkeypatch.setattr("bench.portraits.all_edits", lambda: [_copy()])
    people = [sitting(np.random.default_rng(number)) for number in range(3)]
    numbers = measure(Portraits(people, [(people[0], people[0])], people[:1], "drawn"))
    assert numbers["ordered_pairs_of_different_people"] == 6
    assert numbers["one_person_match"] == 1
    assert numbers["edits"] == {"copy": {"group": "copies", "match": 1.0, "look": 0.0}}
    assert "1 of 1 a match (at most 100% with 95 % confidence)" in said_of(numbers)


def _copy():
    from bench.edits import Edit

    return Edit("copy", "copies", Kind.SAME, lambda picture, rng, others: picture)
