"""A part of the index of local points that never changes once it is built.

Locality-sensitive hashing by bit sampling: each of the tables files every descriptor under one chunk of its
bits. A true copy of a descriptor with a fifth of a chunk's bits at risk still meets it in some table, and a
picture has hundreds of points, of which a few meetings are enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, differing, fetch_ahead

I32 = npt.NDArray[np.int32]
U16 = npt.NDArray[np.uint16]
F32 = npt.NDArray[np.float32]

TABLES = 12
STEP = 21
"""Each table files by a window of the ring of bits (ring.py), so many bits after the last table's."""

MOST_BITS = 24
CROWDED = 64
"""A bucket with more points than this holds what many pictures share; it says little and costs much."""


AHEAD = 2
"""Points whose entries are asked of memory while an earlier one's are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Points of many photographs: words (n, 4), and each (n,): owner, number among its points, angle in
    degrees, size in pixels."""

    words: U64
    owner: I32
    number: U16
    angle: F32
    size: F32

    def __len__(self) -> int:
        return len(self.owner)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Entries, and for each table where each bucket begins and which entries it holds, bucket by bucket."""

    entries: Entries
    bits: int
    begins: I32
    filed: I32


def build(entries: Entries) -> Segment:
    """File the entries. Time and memory grow with their number alone."""
    bits = int(np.clip(np.ceil(np.log2(max(2, len(entries)))), 6, MOST_BITS))
    # Made by numpy, which asks for large pages: from small ones a search takes longer.
    begins = np.empty((TABLES, (1 << bits) + 1), np.int32)
    filed = np.empty((TABLES, len(entries)), np.int32)
    _file(entries.words, bits, begins, filed)
    return Segment(entries, bits, begins, filed)


@njit(cache=True, nogil=True, inline="always")
def _window(words: U64, first: int, bits: int) -> int:
    """`bits` bits (at most 32) of the ring from place `first` on."""
    word, shift = (first // 64) % 4, first % 64
    window = words[word] >> np.uint64(shift)
    if shift > 32:
        window |= words[(word + 1) % 4] << np.uint64(64 - shift)
    return np.int64(window & np.uint64((1 << bits) - 1))  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def _file(words: U64, bits: int, begins: I32, filed: I32) -> None:
    n = len(words)
    begins[:] = 0
    for table in range(TABLES):
        for entry in range(n):
            begins[table, _window(words[entry], table * STEP, bits) + 1] += 1
        for bucket in range(1 << bits):
            begins[table, bucket + 1] += begins[table, bucket]
        next_place = begins[table].copy()
        for entry in range(n):
            bucket = _window(words[entry], table * STEP, bits)
            place = next_place[bucket]
            filed[table, place] = entry
            next_place[bucket] += 1


@njit(cache=True, nogil=True)
def _buckets(asked: U64, bits: int, begins: I32) -> tuple[I32, I32]:
    """Where the bucket of each asked point begins and ends in each table: two arrays (points, tables)."""
    first = np.empty((len(asked), TABLES), np.int32)
    last = np.empty((len(asked), TABLES), np.int32)
    for point in range(len(asked)):
        for table in range(TABLES):
            bucket = _window(asked[point], table * STEP, bits)
            first[point, table] = begins[table, bucket]
            last[point, table] = begins[table, bucket + 1]
    return first, last


@njit(cache=True, nogil=True, inline="always")
def _neighbours(first: I32, last: I32, filed: I32, words: U64, near: I32) -> int:
    """Fills `near` with the entries that share a bucket with one asked point (some twice), and asks memory
    for their words; how many they are."""
    count = 0
    for table in range(TABLES):
        begin, end = first[table], last[table]
        if end - begin > CROWDED:
            continue
        for place in range(begin, end):
            entry = filed[table, place]
            fetch_ahead(words, entry)  # type: ignore[call-arg]
            near[count] = entry
            count += 1
    return count


@njit(cache=True, nogil=True)
def _meetings(  # noqa: PLR0917
    asked: U64, words: U64, bits: int, begins: I32, filed: I32, farthest: int, most_a_point: int
) -> tuple[I32, I32, I32]:
    first, last = _buckets(asked, bits, begins)
    room = 4 * len(asked) + most_a_point + 1
    points, entries, distances = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    near = np.empty((AHEAD, TABLES * CROWDED), np.int32)
    held = np.zeros(AHEAD, np.int64)
    count = 0
    for asking in range(len(asked) + AHEAD - 1):
        if asking + 1 < len(asked):
            for table in range(TABLES):
                fetch_ahead(filed[table], first[asking + 1, table])  # type: ignore[call-arg]
        if asking < len(asked):
            own = near[asking % AHEAD]
            held[asking % AHEAD] = _neighbours(first[asking], last[asking], filed, words, own)
        point = asking - AHEAD + 1
        if point < 0:
            continue
        if count + most_a_point + 1 > len(points):
            points = np.concatenate((points, np.empty_like(points)))
            entries = np.concatenate((entries, np.empty_like(entries)))
            distances = np.concatenate((distances, np.empty_like(distances)))
        before = count
        for at in range(held[point % AHEAD]):
            entry = near[point % AHEAD, at]
            differ = differing(asked[point], words[entry])
            if differ > farthest or count - before > most_a_point:
                continue
            known = False
            for earlier in range(before, count):
                known |= entries[earlier] == entry
            if not known:
                points[count] = point
                entries[count] = entry
                distances[count] = differ
                count += 1
        if count - before > most_a_point:
            count = before
    return points[:count], entries[:count], distances[:count]


def meetings(segment: Segment, asked: U64, farthest: int, most_a_point: int) -> tuple[I32, I32, I32]:
    """Which asked points (rows of `asked`) meet which entries, and the bits between: three arrays, as long.

    A pair shares a bucket and differs by `farthest` bits at most. A point that meets more than
    `most_a_point` entries is what many pictures have: it meets none.
    """
    return tuple(  # type: ignore[return-value]
        _meetings(
            asked,
            segment.entries.words,
            segment.bits,
            segment.begins,
            segment.filed,
            farthest,
            most_a_point,
        )
    )
