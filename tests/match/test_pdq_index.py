"""The index of PDQs answers as comparing with every hash does, whatever the hashes and the changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.pdq import DISTANCE_MATCH, distance
from jikimi.match.bits import as_words
from jikimi.match.lanes import LANES
from jikimi.match.pdq_filing import MOST_BITS, PARTS
from jikimi.match.pdq_index import PdqIndex
from jikimi.match.pdq_segment import build
from jikimi.match.tiers import outgrown

Held = dict[int, tuple[bytes, ...]]
Rng = np.random.Generator


def _by_comparing(held: Held, asked: bytes, radius: int) -> dict[int, int]:
    nearest = {owner: min(distance(asked, one) for one in hashes) for owner, hashes in held.items()}
    return {owner: bits for owner, bits in nearest.items() if bits <= radius}


def _flipped(one: bytes, places: np.ndarray) -> bytes:
    bits = np.unpackbits(np.frombuffer(one, np.uint8), bitorder="little")
    bits[places] ^= 1
    return np.packbits(bits, bitorder="little").tobytes()


def _spread(rng: Rng, bits: int) -> np.ndarray:
    """Places spread evenly over the parts of a hash: what filing by parts likes least."""
    parts = rng.permutation(PARTS)
    within = np.stack([rng.permutation(256 // PARTS) for _ in range(PARTS)])
    return np.array([16 * parts[at % PARTS] + within[at % PARTS, at // PARTS] for at in range(bits)], int)


def _gathered(rng: Rng, bits: int) -> np.ndarray:
    """Places next to each other on the ring."""
    return (int(rng.integers(0, 256)) + np.arange(bits)) % 256


def _anywhere(rng: Rng, bits: int) -> np.ndarray:
    return rng.permutation(256)[:bits]


def _hash(rng: Rng, ground: bytes) -> bytes:
    kind = int(rng.integers(0, 6))
    if kind == 0:
        return rng.bytes(32)
    if kind == 1:
        return bytes(32)
    if kind == 2:
        return ground
    how = (_spread, _gathered, _anywhere)[kind - 3]
    return _flipped(ground, how(rng, int(rng.choice([1, 16, 30, 31, 32, 33, 47, 48, 63, 64]))))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 63), st.sampled_from([4, 30, 200]))
def test_any_changes_leave_what_comparing_finds(seed: int, radius: int, room: int) -> None:
    rng = np.random.default_rng(seed)
    ground = rng.bytes(32)
    index, held = PdqIndex(room), Held()
    for owner in range(int(rng.integers(0, 120))):
        hashes = tuple(_hash(rng, ground) for _ in range(int(rng.integers(1, 4))))
        index.add(owner, hashes)
        held[owner] = hashes
        if rng.random() < 0.3:
            gone = int(rng.integers(0, owner + 1))
            index.withdraw(gone)
            held.pop(gone, None)
    for _ in range(2):
        for asked in (ground, bytes(32), *(hashes[0] for hashes in list(held.values())[:3])):
            assert index.within(asked, radius) == _by_comparing(held, asked, radius)
        index.settle()
    fresh = PdqIndex()
    for owner in rng.permutation(list(held)).tolist():
        fresh.add(owner, held[owner])
    assert fresh.within(ground, radius) == index.within(ground, radius)


@pytest.mark.parametrize("radius", [0, 1, 15, 16, 31, 32, 47, 63])
@pytest.mark.parametrize("how", [_spread, _gathered, _anywhere])
def test_a_hash_at_the_radius_is_found_and_one_bit_beyond_is_not(radius: int, how) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(radius)
    ground = rng.bytes(32)
    at_it = [_flipped(ground, how(rng, radius)) for _ in range(40)]
    beyond = [_flipped(ground, how(rng, radius + 1)) for _ in range(40)]
    rows = np.frombuffer(b"".join(at_it + beyond), np.uint8).reshape(-1, 32)
    segment = build(as_words(rows), np.arange(80, dtype=np.int32))
    owners, distances = segment.within(as_words(np.frombuffer(ground, np.uint8).reshape(1, 32))[0], radius)
    assert sorted(owners.tolist()) == list(range(40))
    assert set(distances.tolist()) == {radius}


def _planted(rng: Rng, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of which a third are near one another, and hashes near some of them."""
    rows = rng.integers(0, 256, (n, 32), np.uint8)
    rows[: n // 3] = rows[rng.integers(0, 20, n // 3)]
    rows[: n // 3, :4] ^= rng.integers(0, 256, (n // 3, 4), np.uint8)
    asked = [
        _flipped(bytes(rows[row]), _spread(rng, int(rng.integers(0, 34)))) for row in rng.integers(0, n, 60)
    ]
    return rows, np.frombuffer(b"".join(asked), np.uint8).reshape(-1, 32)


@pytest.mark.parametrize("n", [1, LANES - 1, LANES, 700, 70_000])
def test_a_segment_of_any_size_answers_as_comparing_does(n: int) -> None:
    rows, asked = _planted(np.random.default_rng(n), n)
    segment = build(as_words(rows), np.arange(n, dtype=np.int32))
    assert segment.bits < MOST_BITS
    for one in as_words(asked):
        owners, distances = segment.within(one, DISTANCE_MATCH)
        apart = np.bitwise_count(as_words(rows) ^ one).sum(axis=1)
        assert dict(zip(owners.tolist(), distances.tolist(), strict=True)) == {
            row: apart[row] for row in np.nonzero(apart <= DISTANCE_MATCH)[0].tolist()
        }
        assert len(set(owners.tolist())) == len(owners), "a row is told once"


def test_a_hundred_thousand_equal_hashes_are_one_entry() -> None:
    n = 100_000
    rows = np.zeros((n, 4), np.uint64)
    rows[-1] = np.random.default_rng(2).integers(0, 2**64, 4, np.uint64)
    rows[-1, 0] &= np.uint64(0xFFFF_FFFF_0000_0000)  # shares two parts with the flat ones
    segment = build(rows, np.arange(n, dtype=np.int32))
    assert len(segment.filed) == PARTS * 2
    assert segment.within(rows[-1], DISTANCE_MATCH)[0].tolist() == [n - 1]
    assert len(segment.within(rows[0], DISTANCE_MATCH)[0]) == n - 1
    segment.withdraw(0)
    assert len(segment.within(rows[0], DISTANCE_MATCH)[0]) == n - 2, "the one that is filed may go too"


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33), bytes(64)])
def test_what_is_no_hash_is_refused_and_changes_nothing(wrong: bytes) -> None:
    index = PdqIndex()
    index.add(1, (bytes(32),))
    with pytest.raises(ValueError, match="A PDQ has 32 bytes"):
        index.add(2, (bytes(32), wrong))
    with pytest.raises(ValueError, match="A PDQ has 32 bytes"):
        index.within(wrong, DISTANCE_MATCH)
    assert index.within(bytes(32), DISTANCE_MATCH) == {1: 0}
    with pytest.raises(ValueError, match="0 to 63 bits"):
        index.within(bytes(32), 64)


def test_many_at_once_are_found_and_leave_the_tail_as_it_was() -> None:
    rng = np.random.default_rng(4)
    index = PdqIndex(room=16)
    index.add(7, (bytes(32),))
    many = rng.integers(0, 2**64, (500, 4), np.uint64)
    index.add_many(np.arange(100, 600, dtype=np.int32), many)
    index.add(8, (b"\xff" * 32,))
    index.settle()
    assert index.within(bytes(32), 0) == {7: 0}
    assert index.within(b"\xff" * 32, 0) == {8: 0}
    assert index.within(many[321].tobytes(), 0) == {421: 0}
    assert len(index) == 502


def test_the_memory_of_withdrawn_hashes_is_given_back() -> None:
    rng = np.random.default_rng(5)
    index = PdqIndex(room=64)
    index.add_many(np.arange(1000, dtype=np.int32), rng.integers(0, 2**64, (1000, 4), np.uint64))
    for owner in range(600):
        index.withdraw(owner)
    index.settle()
    assert len(index) < 500
    for owner in range(600, 1000):
        index.withdraw(owner)
    index.settle()
    assert len(index) == 0


def test_those_who_search_never_miss_and_never_see_the_withdrawn() -> None:
    """Merges run all the while: the tail is small."""
    rng = np.random.default_rng(6)
    steady = [rng.bytes(32) for _ in range(50)]
    index = PdqIndex(room=16)
    for owner, one in enumerate(steady):
        index.add(owner, (one,))
    stop, wrong = threading.Event(), list[str]()

    def search() -> None:
        for at in _forever(stop):
            found = index.within(steady[at % 50], DISTANCE_MATCH)
            if found != {at % 50: 0}:
                wrong.append(f"{at % 50} found as {found}")

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    for owner in range(100, 500):
        one = rng.bytes(32)
        index.add(owner, (one,))
        if index.within(one, 0) != {owner: 0}:
            wrong.append(f"{owner} not found at once")
        if owner % 2:
            index.withdraw(owner)
            if index.within(one, 0):
                wrong.append(f"{owner} found after it was withdrawn")
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    index.settle()
    assert 50 + 200 <= len(index) < 50 + 400


def _forever(stop: threading.Event) -> Iterator[int]:
    at = 0
    while not stop.is_set():
        yield at
        at += 1


def test_a_merge_that_fails_loses_nothing_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    index = PdqIndex(room=2)
    ones = [bytes([owner] * 32) for owner in range(9)]
    told = list[BaseException | None]()
    with monkeypatch.context() as patched:
        patched.setattr("jikimi.match.pdq_index.build", _no_memory)
        patched.setattr(threading, "excepthook", lambda said: told.append(said.exc_value))
        for owner, one in enumerate(ones[:6]):
            index.add(owner, (one,))
            index.settle()
    assert isinstance(told[0], MemoryError)
    for owner, one in enumerate(ones[6:], 6):
        index.add(owner, (one,))
    index.settle()
    assert len(index._parts) == 2
    assert [index.within(one, 0) for one in ones] == [{owner: 0} for owner in range(9)]


def _no_memory(*_: object) -> None:
    raise MemoryError


@given(st.lists(st.integers(1, 1000), max_size=12), st.integers(1, 5))
def test_after_merging_no_part_is_outgrown(sizes: list[int], times: int) -> None:
    while (first := outgrown(sizes, times)) < len(sizes):
        sizes = [*sizes[:first], sum(sizes[first:])]
    assert all(sizes[at] > times * sum(sizes[at + 1 :]) for at in range(len(sizes) - 1))
