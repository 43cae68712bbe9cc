"""Whatever is done to a chain short of cutting its end shows, and where."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from jikimi.ledger.entry import GENESIS, Entry
from jikimi.ledger.verify import verify
from tests.ledger.chains import FIELDS, chains


@given(chains)
def test_a_whole_chain_is_whole(chain: list[Entry]) -> None:
    verified = verify(chain)
    assert (verified.problems, verified.count, verified.head) == ([], len(chain), chain[-1].hash)


def test_an_empty_ledger_is_whole() -> None:
    assert verify([]).head == GENESIS
    assert verify([]).problems == []


@given(chains, st.data())
def test_any_change_of_any_field_of_any_entry_is_found_there(chain: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    old = getattr(chain[place], name)
    if name == "seq":
        new = old + data.draw(st.integers(1, 5))
    elif name == "at":
        new = old + timedelta(microseconds=data.draw(st.integers(1, 10**9)))
    else:
        new = data.draw(st.text(max_size=70))
        assume(new != old)
    chain[place] = dataclasses.replace(chain[place], **{name: new})
    problems = verify(chain).problems
    assert problems
    assert abs(problems[0].seq - (place + 1)) <= 1


@given(chains, st.data())
def test_a_dropped_entry_is_found(chain: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 2))
    del chain[place]
    assert verify(chain).problems[0].seq == place + 1


@given(chains, st.data())
def test_swapped_entries_are_found(chain: list[Entry], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(chain) - 2))
    second = data.draw(st.integers(first + 1, len(chain) - 1))
    chain[first], chain[second] = chain[second], chain[first]
    assert verify(chain).problems[0].seq == first + 1


@given(chains, chains, st.data())
def test_an_inserted_entry_is_found(chain: list[Entry], other: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    chain.insert(place, data.draw(st.sampled_from([*other, *chain])))
    assert verify(chain).problems


@given(chains, st.data())
def test_an_entry_rewritten_with_its_hash_breaks_the_next_link(
    chain: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 2))
    changed = dataclasses.replace(chain[place], verb=chain[place].verb + "!")
    chain[place] = dataclasses.replace(changed, hash=changed.expected_hash)
    assert [problem.seq for problem in verify(chain).problems] == [place + 2]


@given(chains, st.data())
def test_a_cut_end_shows_only_against_a_head_noted_elsewhere(chain: list[Entry], data: st.DataObject) -> None:
    noted = chain[-1].hash
    kept = chain[: data.draw(st.integers(0, len(chain) - 1))]
    assert verify(kept).problems == []
    assert "cut off" in verify(kept, expected_head=noted).problems[-1].sentence


@given(chains, st.data())
def test_a_head_noted_earlier_is_found_in_a_longer_chain(chain: list[Entry], data: st.DataObject) -> None:
    noted = data.draw(st.sampled_from([GENESIS, *(entry.hash for entry in chain)]))
    assert verify(chain, expected_head=noted).problems == []
