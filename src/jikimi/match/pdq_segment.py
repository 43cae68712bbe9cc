"""A part of the index of PDQs that does not change, searched exactly.

The 256 bits are a ring of 16 parts of 16 bits. If two hashes differ by at most r bits, then some part differs
by at most r/16, and together with the next part by at most r/8 (were it not so from any part on, one could
walk around the ring in steps of one or two parts whose bits add up to more than r; Qin and Xiao, 2018). So
each part has a table that files every hash under it, and beside each entry lies the next part, where 32
entries are compared in one go: of 40,000 entries seen among ten million hashes about 130 are fetched whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, differing, fetch_ahead, ones
from jikimi.match.lanes import LANES, alike, lowest
from jikimi.match.pdq_filing import (
    FULL,
    I32,
    MOST_BITS,
    PARTS,
    U8,
    U16,
    U32,
    file_away,
    pair_up,
    part_of,
)

I64 = npt.NDArray[np.int64]

MOST_RADIUS = 63
"""Beyond, so many buckets are to be searched that looking at every hash is quicker."""

AT_ONCE = 512
"""Entries fetched whole together, so that they are waited for together."""

AHEAD = 16
"""Buckets that are asked for before they are looked at."""


@dataclass(slots=True, eq=False)
class PdqSegment:
    """Rows sorted by owner. `gone` (n,) is set when an owner is withdrawn; everything else stays.

    `twin` (n,) leads from a row to the next with the same hash, or is -1. Of equal rows only the first is
    filed, so a thousand flat pictures are one entry. `begins` says for each table and bucket where its
    entries begin; `following` holds each entry's next part and `filed` its row.
    """

    words: U64
    owner: I32
    gone: U8
    twin: I32
    bits: int
    begins: U32
    following: U16
    filed: I32
    gone_rows: int = 0

    def __len__(self) -> int:
        return len(self.owner)

    @property
    def untidy(self) -> bool:
        """Whether more is gone than kept."""
        return 2 * self.gone_rows > len(self)

    def kept(self) -> tuple[U64, I32]:
        """The rows that are not gone, and their owners."""
        if not self.gone_rows:
            return self.words, self.owner
        kept = self.gone == 0
        return self.words[kept], self.owner[kept]

    def withdraw(self, owner: int) -> None:
        """Forget an owner's rows, at once for everybody who searches."""
        who = np.int32(owner)  # in the array's own type, or the array would be converted
        first, last = np.searchsorted(self.owner, who, "left"), np.searchsorted(self.owner, who, "right")
        self.gone_rows += int(last - first) - int(self.gone[first:last].sum())
        self.gone[first:last] = 1

    def within(self, asked: U64, radius: int) -> tuple[I32, I32]:
        """Owners and distances of the rows that are not gone, at most `radius` bits away."""
        flips = flips_of(self.bits, radius // PARTS)
        found = _within(
            asked,
            self.words,
            self.owner,
            self.gone,
            self.twin,
            self.begins,
            self.following,
            self.filed,
            flips,
            radius,
        )
        return found[0], found[1]


def build(words: U64, owner: I32) -> PdqSegment:
    """File hashes (n, 4) and their owners (n,). Time and memory grow with their number alone."""
    if (owner[1:] < owner[:-1]).any():
        order = np.argsort(owner, kind="stable")
        words, owner = words[order], owner[order]
    n = len(owner)
    twin = np.empty(n, np.int32)
    first = np.empty(n, np.uint8)
    slots = np.full(1 << int(np.ceil(np.log2(n + 1)) + 1), -1, np.int32)
    entries = pair_up(words, twin, first, slots)
    bits = int(np.clip(np.ceil(np.log2(max(1, entries / FULL))), 4, MOST_BITS))
    # Made by numpy, which asks for large pages; from small ones a search takes half as long again.
    begins = np.empty((PARTS << bits) + 1, np.uint32)
    following = np.empty(PARTS * entries + LANES, np.uint16)
    filed = np.empty(PARTS * entries, np.int32)
    file_away(words, first, bits, begins, following, filed)
    return PdqSegment(words, owner, np.zeros(n, np.uint8), twin, bits, begins, following, filed)


@lru_cache(maxsize=64)
def flips_of(bits: int, most: int) -> I64:
    """All numbers of `bits` bits of which at most `most` are set."""
    numbers = np.arange(1 << bits)
    return numbers[np.bitwise_count(numbers) <= most]


@njit(cache=True, nogil=True)
def _first_meeting(one: U64, other: U64, mask: int, radius: int) -> int:
    """The number of the first table in which two hashes meet."""
    for part in range(PARTS):
        own = np.int64(ones(np.uint64((part_of(one, part) ^ part_of(other, part)) & mask)))  # type: ignore[call-arg]
        after = np.int64(ones(np.uint64(part_of(one, part + 1) ^ part_of(other, part + 1))))
        if own <= radius // PARTS and own + after <= radius // (PARTS // 2):
            return part
    return -1


@njit(cache=True, nogil=True)
def _within(  # noqa: PLR0917
    asked: U64,
    words: U64,
    owner: I32,
    gone: U8,
    twin: I32,
    begins: U32,
    following: U16,
    filed: I32,
    flips: I64,
    radius: int,
) -> tuple[I32, I32]:
    size = len(begins) // PARTS
    owners = np.empty(16, np.int32)
    distances = np.empty(16, np.int32)
    found = 0
    buckets = PARTS * len(flips)
    first = np.empty(buckets + AHEAD, np.int64)
    last = np.empty(buckets + AHEAD, np.int64)
    allowed = np.empty(len(flips), np.int64)
    for flip in range(len(flips)):
        allowed[flip] = radius // (PARTS // 2) - np.int64(ones(np.uint64(flips[flip])))  # type: ignore[call-arg]
    at = 0
    for part in range(PARTS):
        own = part * size + (part_of(asked, part) & (size - 1))
        for flip in range(len(flips)):
            first[at] = own ^ flips[flip]
            fetch_ahead(begins, first[at])  # type: ignore[call-arg]
            at += 1
    for at in range(buckets):
        bucket = first[at]
        first[at] = begins[bucket]
        last[at] = begins[bucket + 1]
    first[buckets:] = last[buckets:] = 0
    near = np.empty(AT_ONCE + LANES, np.int64)
    table = np.empty(AT_ONCE + LANES, np.int64)
    count = 0
    at = 0
    for part in range(PARTS):
        after = part_of(asked, part + 1)
        for flip in range(len(flips)):
            for place in range(first[at + AHEAD], last[at + AHEAD], LANES):
                fetch_ahead(following, place)  # type: ignore[call-arg]
            end = last[at]
            for place in range(first[at], end, LANES):
                hits: np.uint64 = alike(following, place, after, allowed[flip])  # type: ignore
                if end - place < LANES:
                    hits &= np.uint64((1 << (end - place)) - 1)
                while hits:
                    near[count] = place + lowest(hits)
                    table[count] = part
                    fetch_ahead(filed, near[count])
                    hits &= hits - np.uint64(1)
                    count += 1
                if count >= AT_ONCE:
                    rows = _whole(asked, words, filed, near[:count], table, radius, size)
                    owners, distances, found = _told(
                        asked, words, owner, gone, twin, rows, owners, distances, found
                    )
                    count = 0
            at += 1
    rows = _whole(asked, words, filed, near[:count], table, radius, size)
    owners, distances, found = _told(asked, words, owner, gone, twin, rows, owners, distances, found)
    return owners[:found], distances[:found]


@njit(cache=True, nogil=True)
def _whole(  # noqa: PLR0917
    asked: U64, words: U64, filed: I32, near: I64, table: I64, radius: int, size: int
) -> I64:
    """The rows of the entries `near` that lie within the radius, but each only in the first table it met."""
    for at in range(len(near)):
        near[at] = filed[near[at]]
        fetch_ahead(words, near[at])  # type: ignore[call-arg]
    count = 0
    for at in range(len(near)):
        row = words[near[at]]
        if differing(asked, row) <= radius and _first_meeting(asked, row, size - 1, radius) == table[at]:
            near[count] = near[at]
            count += 1
    return near[:count]


@njit(cache=True, nogil=True)
def _told(  # noqa: PLR0917
    asked: U64,
    words: U64,
    owner: I32,
    gone: U8,
    twin: I32,
    rows: I64,
    owners: I32,
    distances: I32,
    found: int,
) -> tuple[I32, I32, int]:
    """Adds the owners of rows and of their twins to what was found."""
    for at in range(len(rows)):
        row = rows[at]
        apart = differing(asked, words[row])
        while row >= 0:
            if not gone[row]:
                if found == len(owners):
                    owners = np.append(owners, np.empty_like(owners))
                    distances = np.append(distances, np.empty_like(distances))
                owners[found] = owner[row]
                distances[found] = apart
                found += 1
            row = np.int64(twin[row])
    return owners, distances, found
