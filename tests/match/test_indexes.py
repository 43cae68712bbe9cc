"""The indexes answer as comparing everything with everything does, in whatever order they were filled."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.pdq import distance
from jikimi.match.point_index import PointIndex, entries_of
from jikimi.match.ring import RING, ringed
from jikimi.match.segment import build, meetings
from jikimi.match.votes import tally, weights


def _random_entries(rng: np.random.Generator, owner: int, n: int):  # type: ignore[no-untyped-def]
    angle = rng.uniform(0, 360, n).astype(np.float32)
    size = (31 * 1.2 ** rng.integers(0, 8, n)).astype(np.float32)
    return rng.integers(0, 256, (n, 32), np.uint8), angle, size


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 400))
def test_every_point_meets_itself(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    descriptors, angle, size = _random_entries(rng, 0, n)
    segment = build(entries_of(0, descriptors, angle, size))
    points, entries, apart = meetings(segment, ringed(descriptors), 0, 48)
    assert sorted(set(zip(points.tolist(), entries.tolist(), strict=True))) == [(i, i) for i in range(n)]
    assert not apart.any()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_meetings_are_true_and_each_is_told_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    descriptors, angle, size = _random_entries(rng, 0, 200)
    asked = descriptors.copy()
    asked[:, :4] ^= rng.integers(0, 256, (200, 4), np.uint8)
    segment = build(entries_of(0, descriptors, angle, size))
    points, entries, apart = meetings(segment, ringed(asked), 60, 48)
    pairs = list(zip(points.tolist(), entries.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    for (point, entry), bits in zip(pairs, apart.tolist(), strict=True):
        assert distance(bytes(asked[point]), bytes(descriptors[entry])) == bits <= 60


def test_a_common_point_meets_nobody() -> None:
    same = np.repeat(np.random.default_rng(1).integers(0, 256, (1, 32), np.uint8), 100, axis=0)
    angle, size = np.zeros(100, np.float32), np.full(100, 31, np.float32)
    segment = build(entries_of(0, same, angle, size))
    points, _, _ = meetings(segment, ringed(same[:1]), 60, 48)
    assert len(points) == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25))
def test_added_and_withdrawn_in_any_order_is_as_built_afresh(seed: int, photographs: int) -> None:
    rng = np.random.default_rng(seed)
    kept = {owner: _random_entries(rng, owner, int(rng.integers(1, 120))) for owner in range(photographs)}
    index = PointIndex()
    for owner, (descriptors, angle, size) in kept.items():
        index.add(entries_of(owner, descriptors, angle, size))
    for owner in rng.permutation(photographs)[: photographs // 2].tolist():
        index.withdraw(owner)
        del kept[owner]
    fresh = PointIndex()
    for owner in rng.permutation(list(kept)).tolist():
        fresh.add(entries_of(owner, *kept[owner]))
    for descriptors, angle, size in kept.values():
        assert sorted(one.owner for one in index.candidates(descriptors, angle, size, 0.5)) == sorted(
            one.owner for one in fresh.candidates(descriptors, angle, size, 0.5)
        )
    index.settle()
    for owner, (descriptors, angle, size) in kept.items():
        if len(angle) > 4:
            assert index.candidates(descriptors, angle, size, 0.5)[0].owner == owner


def test_withdrawn_memory_is_given_back_when_segments_merge() -> None:
    rng = np.random.default_rng(5)
    index = PointIndex()
    for owner in range(40):
        index.add(entries_of(owner, *_random_entries(rng, owner, 50)))
        index.withdraw(owner)
    index.add(entries_of(99, *_random_entries(rng, 99, 3000)))
    index.settle()
    assert len(index) <= 3000 + 50


def test_votes_that_disagree_do_not_add_up() -> None:
    n = 12
    owner, point = np.zeros(n, np.int32), np.arange(n, dtype=np.int32)
    weight = weights(point, np.zeros(n, np.int32), 40)
    level = np.zeros(n, np.float32)
    _, together = tally(owner, np.full(n, 44, np.float32), level, weight)
    _, scattered = tally(owner, np.linspace(0, 359, n).astype(np.float32), level, weight)
    assert together[0] == n
    assert scattered[0] <= 3


def test_a_shared_point_weighs_less() -> None:
    assert weights(np.array([0, 1, 1, 1], np.int32), np.zeros(4, np.int32), 40).tolist() == [
        1.0,
        *[np.float32(1 / 3)] * 3,
    ]


def test_the_ring_holds_each_bit_once_and_keeps_distances() -> None:
    assert sorted(RING.tolist()) == list(range(256))
    rows = np.random.default_rng(3).integers(0, 256, (2, 32), np.uint8)
    one, other = ringed(rows).view(np.uint8).reshape(2, 32)
    assert distance(bytes(one), bytes(other)) == distance(bytes(rows[0]), bytes(rows[1]))
