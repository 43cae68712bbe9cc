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

from jikimi.match.bits import U64, differing

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]

TABLES = 12
CHUNK_BITS = 20
CHUNK_STEP = 21
CROWDED = 256
"""A bucket with more points than this holds what many pictures share; it says little and costs much."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Points of many photographs: words (n, 4), owner (n,), angle in degrees (n,), size in pixels (n,)."""

    words: U64
    owner: I32
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
    bits = int(np.clip(np.ceil(np.log2(max(2, len(entries)))), 6, CHUNK_BITS))
    begins, filed = _file(entries.words, bits)
    return Segment(entries, bits, begins, filed)


@njit(cache=True, nogil=True)
def _bucket(words: U64, table: int, bits: int) -> int:
    first = table * CHUNK_STEP
    word, shift = first // 64, first % 64
    chunk = words[word] >> np.uint64(shift)
    if shift + CHUNK_BITS > 64:
        chunk |= words[word + 1] << np.uint64(64 - shift)
    return np.int64(chunk & np.uint64((1 << bits) - 1))  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def _file(words: U64, bits: int) -> tuple[I32, I32]:
    n = len(words)
    begins = np.zeros((TABLES, (1 << bits) + 1), np.int32)
    filed = np.empty((TABLES, n), np.int32)
    for table in range(TABLES):
        for entry in range(n):
            begins[table, _bucket(words[entry], table, bits) + 1] += 1
        for bucket in range(1 << bits):
            begins[table, bucket + 1] += begins[table, bucket]
        next_place = begins[table].copy()
        for entry in range(n):
            bucket = _bucket(words[entry], table, bits)
            filed[table, next_place[bucket]] = entry
            next_place[bucket] += 1
    return begins, filed


@njit(cache=True, nogil=True)
def _meetings(  # noqa: PLR0917
    asked: U64, words: U64, bits: int, begins: I32, filed: I32, farthest: int, most_a_point: int
) -> tuple[I32, I32, I32]:
    points = np.empty(len(asked) * most_a_point, np.int32)
    entries = np.empty(len(asked) * most_a_point, np.int32)
    distances = np.empty(len(asked) * most_a_point, np.int32)
    count = 0
    for point in range(len(asked)):
        first = count
        common = False
        for table in range(TABLES):
            bucket = _bucket(asked[point], table, bits)
            begin, end = begins[table, bucket], begins[table, bucket + 1]
            if common or end - begin > CROWDED:
                continue
            for place in range(begin, end):
                entry = filed[table, place]
                differ = differing(asked[point], words[entry])
                if differ > farthest:
                    continue
                known = False
                for earlier in range(first, count):
                    if entries[earlier] == entry:
                        known = True
                        break
                if known:
                    continue
                if count - first == most_a_point:
                    common = True
                    break
                points[count] = point
                entries[count] = entry
                distances[count] = differ
                count += 1
        if common:
            count = first
    return points[:count], entries[:count], distances[:count]


def meetings(segment: Segment, asked: U64, farthest: int, most_a_point: int) -> tuple[I32, I32, I32]:
    """Which asked points (rows of `asked`) meet which entries, and the bits between: three arrays, as long.

    A pair shares a bucket and differs by `farthest` bits at most. A point that meets more than
    `most_a_point` entries is what many pictures have: it meets none.
    """
    return tuple(  # type: ignore[return-value]
        _meetings(
            asked, segment.entries.words, segment.bits, segment.begins, segment.filed, farthest, most_a_point
        )
    )
