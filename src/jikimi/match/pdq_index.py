"""All protected photographs' PDQs, in all their turns, searched exactly while they change.

New hashes go into a short tail in which every one is looked at. A thread files full tails into a segment
(pdq_segment.py), and small segments into larger ones; until that is done readers use what was there before,
so they are never held up.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jikimi.match.background import step_back
from jikimi.match.bits import U64, WORDS
from jikimi.match.pdq_segment import MOST_RADIUS, PdqSegment, build
from jikimi.match.pdq_tail import ROOM, PdqTail
from jikimi.match.tiers import outgrown

I32 = npt.NDArray[np.int32]

_Parts = tuple[*tuple[PdqSegment | PdqTail, ...], PdqTail]

BYTES = 8 * WORDS
TIMES = 4
"""A segment is more than so many times larger than all newer ones together: each is one more to search in,
and a small one costs nearly as much as a large one."""

MOST_MERGES = 2
"""At once: while two large segments become one, new hashes are still filed."""


@dataclass(slots=True, eq=False)
class _Merge:
    """Neighbouring parts on their way to becoming one, and who was withdrawn since it began."""

    parts: tuple[PdqSegment | PdqTail, ...]
    thread: threading.Thread = field(default_factory=threading.Thread)
    withdrawn_meanwhile: list[int] = field(default_factory=list)


class PdqIndex:
    """Owners of hashes within a radius. Owners are integers from 0 on; a change is in effect at once."""

    def __init__(self, room: int = ROOM) -> None:
        """A tail holds `room` hashes."""
        self._room = room
        self._parts: _Parts = (PdqTail(room),)
        """The oldest first; the last is the tail that is written to."""
        self._change = threading.Lock()
        self._merges: list[_Merge] = []

    def __len__(self) -> int:
        """Hashes in memory, with those of withdrawn owners that no merge has dropped yet."""
        return sum(map(len, self._parts))

    def add(self, owner: int, hashes: Sequence[bytes]) -> None:
        """File an owner's hashes (32 bytes each). ValueError, and nothing filed, if one is not a hash."""
        for one in hashes:
            _check(one)
        if hashes:
            words = np.frombuffer(b"".join(hashes), np.uint64).reshape(-1, WORDS)
            self.add_many(np.full(len(words), owner, np.int32), words)

    def add_many(self, owners: I32, words: U64) -> None:
        """File many hashes (n, 4) and their owners (n,) at once."""
        filed = (build(words, owners),) if len(owners) > self._room else ()
        with self._change:
            tail = self._parts[-1]
            if filed or tail.room < len(owners):
                before = self._parts if len(tail) else self._parts[:-1]
                self._parts = (*before, *filed, PdqTail(self._room))
            if not filed:
                self._parts[-1].add(words, owners)
            self._tidy()

    def withdraw(self, owner: int) -> None:
        """Forget an owner's hashes. Their memory is given back when their part is merged."""
        with self._change:
            for part in self._parts:
                part.withdraw(owner)
            for merge in self._merges:
                merge.withdrawn_meanwhile.append(owner)
            self._tidy()

    def within(self, asked: bytes, radius: int) -> dict[int, int]:
        """Owner -> the smallest distance in bits, for all within `radius` bits (0 to 63)."""
        _check(asked)
        if not 0 <= radius <= MOST_RADIUS:
            raise ValueError(f"PDQs are searched within 0 to {MOST_RADIUS} bits, not {radius}.")
        # A bytearray, because the loops are compiled for arrays that one may write to.
        words = np.frombuffer(bytearray(asked), np.uint64)
        nearest: dict[int, int] = {}
        for part in self._parts:
            owners, distances = part.within(words, radius)
            if len(owners):
                for who, bits in zip(owners.tolist(), distances.tolist(), strict=True):
                    nearest[who] = min(bits, nearest.get(who, 256))
        return nearest

    def settle(self) -> None:
        """Wait until no merge is under way (for measurements)."""
        while True:
            with self._change:
                merges = self._merges.copy()
            if not merges:
                return
            for merge in merges:
                merge.thread.join()

    def _tidy(self) -> None:
        parts = self._to_merge() if len(self._merges) < MOST_MERGES else ()
        if parts:
            merge = _Merge(parts)
            merge.thread = threading.Thread(target=self._merge, args=(merge,), name="pdq-merge", daemon=True)
            self._merges.append(merge)
            merge.thread.start()

    def _to_merge(self) -> tuple[PdqSegment | PdqTail, ...]:
        """The newest parts that outgrew the one before, and from the first untidy one on everything; only
        parts newer than those that are being merged."""
        parts = self._parts[:-1]
        if self._merges:
            parts = parts[1 + max(parts.index(merge.parts[-1]) for merge in self._merges) :]
        first = outgrown([len(part) for part in parts], TIMES)
        return next((parts[at:] for at in range(first) if parts[at].untidy), parts[first:])

    def _merge(self, merge: _Merge) -> None:
        step_back()
        try:
            kept = [part.kept() for part in merge.parts]
            owners = np.concatenate([owner for _, owner in kept])
            merged = (build(np.concatenate([words for words, _ in kept]), owners),) if len(owners) else ()
        except BaseException:
            with self._change:
                self._merges.remove(merge)  # the next change tries again
            raise
        with self._change:
            for owner in merge.withdrawn_meanwhile:
                for segment in merged:
                    segment.withdraw(owner)
            older, tail = self._parts[:-1], self._parts[-1]
            at = older.index(merge.parts[0])
            self._parts = (*older[:at], *merged, *older[at + len(merge.parts) :], tail)
            self._merges.remove(merge)
            self._tidy()


def _check(one: bytes) -> None:
    if len(one) != BYTES:
        raise ValueError(f"A PDQ has {BYTES} bytes; this one has {len(one)}.")
