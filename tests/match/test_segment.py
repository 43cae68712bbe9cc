"""Points meet exactly those that share a bucket and are near, and none where a crowd is met."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.pdq import distance
from jikimi.fingerprint.points import U8, Points
from jikimi.match.bits import U64
from jikimi.match.kept import Kept
from jikimi.match.ring import ringed
from jikimi.match.segment import (
    CROWDED,
    MOST_APART,
    NUMBER_BITS,
    SKETCH_BITS,
    TABLES,
    Roll,
    file_under,
    meetings,
    roll_of,
)  # fmt: skip

FARTHEST = 40


def points(descriptors: U8) -> Points:
    """Points with these descriptors, somewhere."""
    n = len(descriptors)
    steps = np.arange(n, dtype=np.float32) % 100
    return Points(np.stack([steps, steps], 1), 31 * np.float32(1.02) ** steps, steps, descriptors)


def _near(rows: U8, bits: float, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    flips = np.packbits(rng.random((len(rows), 256)) < bits / 256, axis=1)
    return np.asarray(rows ^ flips, np.uint8)


def _met(roll: Roll, number: int, asked: U8, farthest: int) -> list[tuple[int, int, int, int]]:
    """Asked point, owner, own point and the bits between."""
    keys, said = meetings(file_under(roll, number), ringed(asked), farthest)
    return [
        (key >> 43, key >> NUMBER_BITS & 0xFFFFFFFF, key & 2047, bits >> 16)
        for key, bits in zip(keys.tolist(), said.tolist(), strict=True)
    ]


def _one_by_one(sets: list[U8], number: int, bits: int, asked: U8) -> set[tuple[int, int, int, int]]:
    """The same from the definition: bits as Python's whole numbers."""

    def whole(row: U64) -> int:
        return int.from_bytes(row.astype("<u8").tobytes(), "little")

    def window(row: int, first: int, length: int) -> int:
        return (row | row << 256) >> (first % 256) & ((1 << length) - 1)

    held = [(who, at, whole(row)) for who, rows in enumerate(sets) for at, row in enumerate(ringed(rows))]
    first = 32 * number
    met = set()
    for point, row in enumerate(ringed(asked)):
        own = whole(row)
        sharing = [one for one in held if window(one[2], first, bits) == window(own, first, bits)]
        if len(sharing) > CROWDED:
            continue
        for who, at, other in sharing:
            beside = window(other ^ own, first + bits, SKETCH_BITS).bit_count()
            if beside <= MOST_APART and (other ^ own).bit_count() <= FARTHEST:
                met.add((point, who, at, (other ^ own).bit_count()))
    return met


def test_as_by_the_definition() -> None:
    rng = np.random.default_rng(5)
    kinds = rng.integers(0, 256, (40, 32), np.uint8)
    sets = [_near(kinds, 12, seed) for seed in range(5)]
    sets += [_near(kinds[:2], 3, seed) for seed in range(90)]
    sets += [rng.integers(0, 256, (200, 32), np.uint8)]
    roll = roll_of([(who, Kept(points(rows))) for who, rows in enumerate(sets)])
    asked = np.concatenate([_near(kinds, 15, 99), sets[-1][-3:], kinds[:1]])
    met = 0
    crowds = 0
    for number in range(TABLES):
        told = _met(roll, number, asked, FARTHEST)
        assert len(set(told)) == len(told)
        assert set(told) == _one_by_one(sets, number, file_under(roll, number).bits, asked)
        met += len(told)
        crowds += 43 not in {point for point, *_ in told}
    assert met > 200
    assert crowds > 2
    assert not any(len(one) for one in meetings(file_under(roll, 0), ringed(asked[:0]), FARTHEST))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 400))
def test_every_point_meets_itself_in_every_table(seed: int, n: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 256, (n, 32), np.uint8)
    roll = roll_of([(7, Kept(points(rows)))])
    for number in range(TABLES):
        assert {(i, 7, i, 0) for i in range(n)} == set(_met(roll, number, rows, 0))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_meetings_are_true_and_say_the_own_points_steps(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 256, (200, 32), np.uint8)
    asked = rows.copy()
    asked[:, :4] ^= rng.integers(0, 256, (200, 4), np.uint8)
    roll = roll_of([(0, Kept(points(rows[:0]))), (1, Kept(points(rows)))])
    for number in range(TABLES):
        keys, said = meetings(file_under(roll, number), ringed(asked), 60)
        for key, told in zip(keys.tolist(), said.tolist(), strict=True):
            point, own = key >> 43, key & 2047
            assert distance(bytes(asked[point]), bytes(rows[own])) == told >> 16 <= 60
            assert told >> 8 & 0xFF == own % 100
            assert told & 0xFF == round(own % 100 * 256 / 360)
