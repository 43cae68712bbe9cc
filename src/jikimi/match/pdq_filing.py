"""How the hashes of a segment of PDQs are filed (what for: pdq_segment.py)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, differing
from jikimi.match.lanes import LANES

I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]

PARTS = 16
MOST_BITS = 16
FULL = 32
"""Entries to a bucket, about, while buckets can still be halved: one line of the processor's cache."""

HIGH_BITS = 8
"""Of a bucket's number, by which entries are sorted first: so many places of memory are written at once."""


@njit(cache=True, nogil=True)
def part_of(words: U64, number: int) -> int:
    """The part of that number of a hash; the one after the last is the first."""
    return np.int64((words[(number >> 2) & 3] >> np.uint64(16 * (number & 3))) & np.uint64(0xFFFF))  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def pair_up(words: U64, twin: I32, first: U8, slots: I32) -> int:
    """Fills `twin` and says in `first` which rows are the first with their hash; how many these are."""
    count = 0
    for row in range(len(words)):
        mixed = np.uint64(0)
        for word in range(4):
            mixed = (mixed ^ words[row, word]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(32)
        slot = np.int64(mixed & np.uint64(len(slots) - 1))
        while slots[slot] >= 0 and differing(words[slots[slot]], words[row]):
            slot = (slot + 1) & (len(slots) - 1)
        known = slots[slot]
        twin[row], first[row] = -1, known < 0
        if known < 0:
            slots[slot] = row
            count += 1
        else:
            twin[row] = twin[known]
            twin[known] = row
    return count


@njit(cache=True, nogil=True)
def file_away(  # noqa: PLR0917
    words: U64, first: U8, bits: int, begins: U32, following: U16, filed: I32
) -> None:
    """In two steps, first by a bucket's high bits and then within those: rows scattered over a whole table
    at once would wait for memory at every step, and let those who search meanwhile wait as well."""
    size = 1 << bits
    low = max(0, bits - HIGH_BITS)
    begins[:] = 0
    following[-LANES:] = 0
    place = np.empty(size, np.int64)
    group = np.empty(size >> low, np.int64)
    sorted_once = np.empty(len(filed) // PARTS, np.uint64)
    end = 0
    for part in range(PARTS):
        base = part * size
        for row in range(len(words)):
            if first[row]:
                begins[base + (part_of(words[row], part) & (size - 1))] += 1
        start = end
        for bucket in range(size):
            if bucket & ((1 << low) - 1) == 0:
                group[bucket >> low] = end - start
            place[bucket] = end
            end += begins[base + bucket]
            begins[base + bucket] = place[bucket]
        for row in range(len(words)):
            if first[row]:
                bucket = part_of(words[row], part) & (size - 1)
                at = group[bucket >> low]
                sorted_once[at] = np.uint64((row << 32) | (bucket << 16) | part_of(words[row], part + 1))
                group[bucket >> low] = at + 1
        for at in range(end - start):
            entry = int(sorted_once[at])
            bucket = (entry >> 16) & 0xFFFF
            filed[place[bucket]] = entry >> 32
            following[place[bucket]] = entry & 0xFFFF
            place[bucket] += 1
    begins[PARTS * size] = end
