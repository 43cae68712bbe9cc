"""The indexes answer as comparing everything with everything does, in whatever order they were filled."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.pdq import distance
from jikimi.fingerprint.points import Points
from jikimi.match import point_index
from jikimi.match.kept import Kept
from jikimi.match.point_index import PointIndex
from jikimi.match.ring import RING, ringed
from jikimi.match.segment import TABLES, Roll, Table, file_under
from jikimi.match.votes import tally, votes_of
from tests.match.test_segment import points

AT_ZERO, AT_31 = np.zeros(1, np.float32), np.full(1, 31, np.float32)


def _random_points(rng: np.random.Generator, n: int) -> Points:
    angle = rng.uniform(0, 360, n).astype(np.float32)
    size = (31 * 1.2 ** rng.integers(0, 8, n)).astype(np.float32)
    return Points(np.zeros((n, 2), np.float32), size, angle, rng.integers(0, 256, (n, 32), np.uint8))


def _candidates(index: PointIndex, of: Points) -> list[int]:
    return [one.owner for one in index.candidates(ringed(of.descriptors), of.angle, of.size, 0.5)]


def test_a_common_point_has_no_vote() -> None:
    same = np.repeat(np.random.default_rng(1).integers(0, 256, (1, 32), np.uint8), 60, axis=0)
    for many, voted in ((60, 0), (30, 30)):
        index = PointIndex()
        index.add([(owner, Kept(points(same[:1]))) for owner in range(many)])
        assert len(index.candidates(ringed(same[:1]), AT_ZERO, AT_31, 0.01)) == voted


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25))
def test_added_and_withdrawn_in_any_order_is_as_built_afresh(seed: int, photographs: int) -> None:
    rng = np.random.default_rng(seed)
    kept = {owner: _random_points(rng, int(rng.integers(1, 120))) for owner in range(photographs)}
    index = PointIndex()
    for owner, own in kept.items():
        index.add([(owner, Kept(own))])
    for owner in rng.permutation(photographs)[: photographs // 2].tolist():
        index.withdraw(owner)
        del kept[owner]
    fresh = PointIndex()
    for owner in rng.permutation(list(kept)).tolist():
        fresh.add([(owner, Kept(kept[owner]))])
    for own in kept.values():
        assert sorted(_candidates(index, own)) == sorted(_candidates(fresh, own))
    index.settle()
    for owner, own in kept.items():
        if len(own) > 4:
            assert _candidates(index, own)[0] == owner


def test_while_tables_are_merged_one_by_one_each_point_votes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some tables are merged already and others not: the same points, under two names in memory."""
    halfway, go_on = threading.Event(), threading.Event()

    def waits(roll: Roll, number: int) -> Table:
        if number == TABLES // 2 and threading.current_thread().name == "index-merge":
            halfway.set()
            go_on.wait(30)
        return file_under(roll, number)

    monkeypatch.setattr(point_index, "file_under", waits)
    rng = np.random.default_rng(2)
    index = PointIndex()
    own = [_random_points(rng, 90) for _ in range(3)]
    index.add([(0, Kept(own[0]))])
    index.add([(1, Kept(own[1]))])
    assert halfway.wait(30)
    index.add([(2, Kept(own[2]))])
    index.withdraw(0)
    assert [_candidates(index, one)[:1] for one in own] == [[], [1], [2]]
    (votes,) = index.candidates(ringed(own[1].descriptors), own[1].angle, own[1].size, 0.5)
    assert votes.own.tolist() == votes.asked.tolist() == list(range(90))
    go_on.set()
    index.settle()
    assert [_candidates(index, one)[:1] for one in own] == [[], [1], [2]]


def test_a_table_is_filed_as_soon_as_there_is_memory_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter([MemoryError(), MemoryError()])

    def fails_twice(roll: Roll, number: int) -> Table:
        if threading.current_thread().name == "index-merge" and (trouble := next(tries, None)):
            raise trouble
        return file_under(roll, number)

    monkeypatch.setattr(point_index, "file_under", fails_twice)
    monkeypatch.setattr(point_index, "SECONDS_BETWEEN_TRIES", 0.01)
    rng = np.random.default_rng(3)
    own = [_random_points(rng, 40) for _ in range(2)]
    index = PointIndex()
    for owner, one in enumerate(own):
        index.add([(owner, Kept(one))])
    index.settle()
    assert next(tries, None) is None
    assert [_candidates(index, one) for one in own] == [[0], [1]]


def test_withdrawn_memory_is_given_back_when_rolls_merge() -> None:
    rng = np.random.default_rng(5)
    index = PointIndex()
    for owner in range(40):
        index.add([(owner, Kept(_random_points(rng, 50)))])
        index.withdraw(owner)
    index.add([(owner, Kept(_random_points(rng, 1500))) for owner in (98, 99)])
    index.settle()
    assert len(index) <= 3000 + 50


def test_votes_that_disagree_do_not_add_up() -> None:
    n = 12
    owner, weight, level = np.zeros(n, np.int32), np.ones(n, np.float32), np.zeros(n, np.float32)
    spans, together = tally(owner, np.full(n, 44, np.float32), level, weight, 1.0)
    assert together.tolist() == [n]
    assert spans.tolist() == [[0, n]]
    _, scattered = tally(owner, np.linspace(0, 359, n).astype(np.float32), level, weight, 1.0)
    assert scattered[0] <= 3
    assert not len(tally(owner, np.full(n, 44, np.float32), level, weight, 12.5)[0])


def test_a_shared_point_weighs_less() -> None:
    keys = np.array([0, *(1 << 43 | owner << 11 for owner in (1, 1, 2, 3))], np.uint64)
    turned, size = np.zeros(2, np.float32), np.full(2, 31, np.float32)
    votes = votes_of(keys, np.zeros(5, np.int64), turned, size, 40, 48, 0.1)
    assert [(one.owner, one.weight.tolist()) for one in votes] == [
        (0, [1.0]),
        *[(owner, [np.float32(1 / 3)]) for owner in (1, 2, 3)],
    ]


def test_the_ring_holds_each_bit_once_and_keeps_distances() -> None:
    assert sorted(RING.tolist()) == list(range(256))
    rows = np.random.default_rng(3).integers(0, 256, (2, 32), np.uint8)
    one, other = ringed(rows).view(np.uint8).reshape(2, 32)
    assert distance(bytes(one), bytes(other)) == distance(bytes(rows[0]), bytes(rows[1]))
