"""Points of many photographs, filed so that those like a given one are found without looking at the others.

Locality-sensitive hashing by bit sampling: each of the tables files every descriptor under one chunk of its
bits. A true copy of a descriptor with a fifth of a chunk's bits at risk still meets it in some table, and a
picture has hundreds of points, of which a few meetings are enough. Beside each entry lie the 16 bits that
follow the chunk, compared 32 entries at a time: of five that share a bucket four are nothing like, and are
never fetched. (Measured on 3,564 edits among 1,100 protected photographs: as many are found as with twelve
tables and every entry fetched.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.fingerprint.protect import LOOKED_UP
from jikimi.match.addresses import ROW_BYTES, apart, ask_for, short_at, word_at
from jikimi.match.bits import U64, fetch_ahead
from jikimi.match.kept import Kept
from jikimi.match.lanes import LANES, alike, lowest

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]

TABLES = 8
STEP = 32
"""Each table files by a window of the ring of bits (ring.py), so many bits after the last table's."""

FEWEST_BITS, MOST_BITS = 6, 26
SKETCH_BITS = 16
MOST_APART = 3
"""Bits of the 16 after the chunk in which the copy of a point may differ."""

CROWDED = 64
"""A bucket with more points than this holds what many pictures share; it says little and costs much. It is
left empty."""

TOGETHER = 4
"""Buckets in a word of the directory: where the first begins (32 bits), and how many are in each (8 bits)."""

NOWHERE = np.uint32(0xFFFFFFFF)

NUMBER_BITS = 11
"""An entry is its photograph's place in the roll and its own number in there, of 2,000 at most."""

AHEAD = 16
"""Points whose entries are asked of memory while an earlier one's are compared."""

AT_ONCE = 256
"""Entries fetched whole together, so that they are waited for together."""


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """Sets of points in a fixed order, and whose each is. `kept` is held so that the addresses stay good;
    `addresses` are where their rows begin and `steps` where their angles and sizes do; `lengths` counts the
    strongest of each, by which a photograph is looked up."""

    kept: tuple[Kept, ...]
    owners: I32
    addresses: I64
    steps: I64
    lengths: I32

    def __len__(self) -> int:
        """How many points."""
        return int(self.lengths.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The entries of a roll, bucket by bucket: `directory` says where each bucket lies in `filed` (entries)
    and `sketches` (the bits after the bucket's own)."""

    roll: Roll
    first_bit: int
    bits: int
    directory: U64
    filed: U32
    sketches: U16


def roll_of(sets: Sequence[tuple[int, Kept]]) -> Roll:
    """Owners and their points as a roll."""
    kept = tuple(one for _, one in sets)
    return Roll(
        kept,
        np.array([owner for owner, _ in sets], np.int32),
        np.array([one.address for one in kept], np.int64),
        np.array([one.address + ROW_BYTES * len(one) for one in kept], np.int64),
        np.array([min(len(one), LOOKED_UP) for one in kept], np.int32),
    )


def file_under(roll: Roll, number: int) -> Table:
    """The table of that number. Time and memory grow with the number of points alone."""
    n = len(roll)
    bits = int(np.clip(np.ceil(np.log2(max(2, n))) - 1, FEWEST_BITS, MOST_BITS))
    # Made by numpy, which asks for large pages: from small ones a search takes longer.
    directory = np.empty(1 << bits - 2, np.uint64)
    places = np.zeros(1 << bits, np.uint32)
    entries = _count(roll.addresses, roll.lengths, number * STEP, bits, places, directory)
    filed = np.empty(entries, np.uint32)
    sketches = np.zeros(entries + LANES, np.uint16)
    _file(roll.addresses, roll.lengths, number * STEP, bits, places, filed, sketches)
    return Table(roll, number * STEP, bits, directory, filed, sketches)


@njit(cache=True, nogil=True, inline="always")
def _window(words: U64, first: int, bits: int) -> int:
    """`bits` bits (at most 32) of the ring from place `first` on."""
    word, shift = (first // 64) % 4, first % 64
    window = words[word] >> np.uint64(shift)
    if shift > 32:
        window |= words[(word + 1) % 4] << np.uint64(64 - shift)
    return np.int64(window & np.uint64((1 << bits) - 1))  # type: ignore[return-value]


@njit(cache=True, nogil=True, inline="always")
def _window_at(address: int, first: int, bits: int) -> int:
    """The same of the row at an address."""
    word, shift = (first // 64) % 4, first % 64
    window = word_at(address + 8 * word) >> np.uint64(shift)  # type: ignore[call-arg]
    if shift > 32:
        window |= word_at(address + 8 * ((word + 1) % 4)) << np.uint64(64 - shift)
    return np.int64(window & np.uint64((1 << bits) - 1))


@njit(cache=True, nogil=True)
def _count(  # noqa: PLR0917
    addresses: I64, lengths: I32, first_bit: int, bits: int, places: U32, directory: U64
) -> int:
    """Fills the directory, and `places` with where each bucket begins, `NOWHERE` for the crowded ones; how
    many entries all others have."""
    for place in range(len(addresses)):
        for number in range(lengths[place]):
            places[_window_at(addresses[place] + ROW_BYTES * number, first_bit, bits)] += np.uint32(1)
    end = 0
    for word in range(len(directory)):
        told = np.uint64(end)
        for at in range(TOGETHER):
            bucket = TOGETHER * word + at
            held = np.int64(places[bucket])
            if held > CROWDED:
                places[bucket] = NOWHERE
                continue
            places[bucket] = end
            told |= np.uint64(held << (32 + 8 * at))
            end += int(held)
        directory[word] = told
    return end


@njit(cache=True, nogil=True)
def _file(  # noqa: PLR0917
    addresses: I64, lengths: I32, first_bit: int, bits: int, places: U32, filed: U32, sketches: U16
) -> None:
    for place in range(len(addresses)):
        for number in range(lengths[place]):
            address = addresses[place] + ROW_BYTES * number
            bucket = _window_at(address, first_bit, bits)
            at = places[bucket]
            if at != NOWHERE:
                filed[at] = (place << NUMBER_BITS) | number
                sketches[at] = _window_at(address, first_bit + bits, SKETCH_BITS)
                places[bucket] = at + np.uint32(1)


@njit(cache=True, nogil=True, inline="always")
def _meet(  # noqa: PLR0917
    asked: U64,
    near: I64,
    who: I32,
    count: int,
    addresses: I64,
    steps: I64,
    owners: I32,
    filed: U32,
    farthest: int,
    keys: U64,
    said: I64,
    met: int,
) -> int:
    """Compares `count` entries (their places in `near`) with the points `who`; writes those that meet."""
    for at in range(count):
        entry = np.int64(filed[near[at]])
        near[at] = entry
        ask_for(addresses[entry >> NUMBER_BITS] + ROW_BYTES * (entry & ((1 << NUMBER_BITS) - 1)))  # type: ignore[call-arg]
    before = met
    for at in range(count):
        place, number = near[at] >> NUMBER_BITS, near[at] & ((1 << NUMBER_BITS) - 1)
        differ = apart(asked[who[at]], addresses[place] + ROW_BYTES * number)
        if differ <= farthest:
            owned = (np.int64(owners[place]) << NUMBER_BITS) | number
            keys[met] = (np.uint64(who[at]) << np.uint64(32 + NUMBER_BITS)) | np.uint64(owned)
            step = steps[place] + 2 * number
            ask_for(step)  # type: ignore[call-arg]
            near[met - before] = step  # not ahead of `at`, so what is still needed stays
            said[met] = differ << 16
            met += 1
    for at in range(before, met):
        said[at] |= short_at(near[at - before])  # type: ignore[call-arg]
    return met


@njit(cache=True, nogil=True)
def _meetings(  # noqa: PLR0917
    asked: U64,
    first_bit: int,
    bits: int,
    directory: U64,
    filed: U32,
    sketches: U16,
    addresses: I64,
    steps: I64,
    owners: I32,
    farthest: int,
) -> tuple[U64, I64]:
    n = len(asked)
    first = np.zeros(n + AHEAD, np.int64)
    last = np.zeros(n + AHEAD, np.int64)
    for point in range(n):
        first[point] = _window(asked[point], first_bit, bits)
        fetch_ahead(directory, first[point] // TOGETHER)  # type: ignore[call-arg]
    for point in range(n):
        told, at = np.int64(directory[first[point] // TOGETHER]), first[point] % TOGETHER
        begin = told & 0xFFFFFFFF
        for before in range(at):
            begin += (told >> (32 + 8 * before)) & 0xFF
        first[point], last[point] = begin, begin + ((told >> (32 + 8 * at)) & 0xFF)
    near = np.empty(AT_ONCE + CROWDED, np.int64)
    who = np.empty(AT_ONCE + CROWDED, np.int32)
    keys = np.empty(4 * AT_ONCE, np.uint64)
    said = np.empty(4 * AT_ONCE, np.int64)
    count = met = 0
    for point in range(n):
        for place in range(first[point + AHEAD], last[point + AHEAD], LANES):
            fetch_ahead(sketches, place)  # type: ignore[call-arg]
        end = last[point]
        if end > first[point]:
            sketch = _window(asked[point], first_bit + bits, SKETCH_BITS)
            for place in range(first[point], end, LANES):
                hits: np.uint64 = alike(sketches, place, sketch, MOST_APART)  # type: ignore
                if end - place < LANES:
                    hits &= np.uint64((1 << (end - place)) - 1)
                while hits:
                    near[count] = place + lowest(hits)
                    who[count] = point
                    fetch_ahead(filed, near[count])
                    hits &= hits - np.uint64(1)
                    count += 1
        if count >= AT_ONCE or point == n - 1:
            if met + count > len(keys):
                keys = np.concatenate((keys, np.empty_like(keys)))
                said = np.concatenate((said, np.empty_like(said)))
            met = _meet(asked, near, who, count, addresses, steps, owners, filed, farthest, keys, said, met)
            count = 0
    return keys[:met], said[:met]


def meetings(table: Table, asked: U64, farthest: int) -> tuple[U64, I64]:
    """Which asked points (rows of `asked`) meet which entries: two arrays, as long.

    A pair shares a bucket that is not crowded, differs in at most `MOST_APART` of the bits after it, and by
    `farthest` bits at most. A key is the point's number, the owner and the number among the owner's points,
    in bits 43-63, 11-42, 0-10; the other number says the bits between, the entry's size and its angle (the
    steps of kept.py), in bits 16-24, 8-15, 0-7.
    """
    roll = table.roll
    return _meetings(
        asked, table.first_bit, table.bits, table.directory, table.filed, table.sketches,
        roll.addresses, roll.steps, roll.owners, farthest,
    )  # fmt: skip
