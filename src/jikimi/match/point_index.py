"""All protected photographs' local points, searchable while they change.

A list of rolls, each at least about twice the size of the next, and each filed in all tables: adding
publishes one small roll at once, and a thread merges small ones into larger ones later, table by table, so
that never more than one table is there twice. Readers take the tables as they stand and are never held up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

import numpy as np

from jikimi.fingerprint.points import F32
from jikimi.match.background import give_back, step_back
from jikimi.match.bits import U64
from jikimi.match.kept import Kept
from jikimi.match.segment import TABLES, Roll, Table, file_under, meetings, roll_of
from jikimi.match.tiers import outgrown
from jikimi.match.votes import Votes, votes_of

FARTHEST = 40
"""Bits of 256 by which a copied point may differ from its original here. Half of all copied points differ by
less than 20; beyond 40, points of unrelated pictures that share a bucket outnumber the copies."""

MOST_A_POINT = 48
"""A point that meets more entries than this is a common thing (a letter, a leaf); it is not asked further."""

TIMES = 2
MOST_MERGES = 2
"""At once: while two large rolls become one, new photographs are still filed together."""

LARGE = 1_000_000
"""Points (some 300 photographs) from which on what a merge leaves free is worth giving back."""

SECONDS_BETWEEN_TRIES = 10.0
"""To file a table, while there is not enough memory for it."""


class PointIndex:
    """Finds the owners of points like those of a picture. Owners are small integers, never used twice."""

    def __init__(self) -> None:
        self._rolls: tuple[Roll, ...] = ()
        """The oldest first."""
        self._tables: tuple[tuple[Table, ...], ...] = ((),) * TABLES
        """For each number its tables, in the order of their rolls."""
        self._withdrawn: frozenset[int] = frozenset()
        self._change = threading.Lock()
        self._merges: dict[threading.Thread, tuple[Roll, ...]] = {}

    def __len__(self) -> int:
        """Points in memory, with those of withdrawn owners that no merge has dropped yet."""
        return sum(map(len, self._rolls))

    def add(self, sets: Iterable[tuple[int, Kept]]) -> None:
        """File owners' points. In effect when this returns."""
        roll = roll_of([(owner, kept) for owner, kept in sets if len(kept)])
        if not len(roll):
            return
        filed = [file_under(roll, number) for number in range(TABLES)]
        with self._change:
            self._rolls = (*self._rolls, roll)
            self._tables = tuple((*own, new) for own, new in zip(self._tables, filed, strict=True))
            self._tidy()

    def withdraw(self, owner: int) -> None:
        """In effect when this returns; the memory is given back when its roll is merged."""
        with self._change:
            self._withdrawn |= {owner}

    def candidates(self, asked: U64, angle: F32, size: F32, lowest: float) -> list[Votes]:
        """Owners whose agreeing votes weigh at least `lowest`, the heaviest first (see votes.py). `asked` are
        descriptors in the order of the ring (n, 4)."""
        tables, withdrawn = self._tables, self._withdrawn
        met = [meetings(table, asked, FARTHEST) for own in tables for table in own]
        if not met:
            return []
        keys, said = (np.concatenate(column) for column in zip(*met, strict=True))
        votes = votes_of(keys, said, angle, size, FARTHEST, MOST_A_POINT, lowest)
        return [one for one in votes if one.owner not in withdrawn]

    def settle(self) -> None:
        """Wait until no merge is under way (for measurements)."""
        while under_way := [thread for thread in tuple(self._merges) if thread.is_alive()]:
            under_way[0].join()

    def _tidy(self) -> None:
        parts = self._to_merge() if len(self._merges) < MOST_MERGES else ()
        if parts:
            thread = threading.Thread(target=self._merge, args=(parts,), name="index-merge", daemon=True)
            self._merges[thread] = parts
            thread.start()

    def _to_merge(self) -> tuple[Roll, ...]:
        """The newest rolls that together outgrew the one before them, of those that no merge is busy with."""
        rolls = self._rolls
        if self._merges:
            rolls = rolls[1 + max(rolls.index(parts[-1]) for parts in self._merges.values()) :]
        return rolls[outgrown([len(roll) for roll in rolls], TIMES) :]

    def _merge(self, parts: tuple[Roll, ...]) -> None:
        step_back()
        gone = self._withdrawn
        sets = [pair for roll in parts for pair in zip(roll.owners.tolist(), roll.kept, strict=True)]
        roll = roll_of([(owner, kept) for owner, kept in sets if owner not in gone])
        for number in range(TABLES):
            filed = (_filed_at_last(roll, number),) if len(roll) else ()
            with self._change:
                self._publish(number, parts, filed)
        if len(roll) >= LARGE:
            give_back()
        with self._change:
            at = self._rolls.index(parts[0])
            merged = (roll,) if len(roll) else ()
            self._rolls = (*self._rolls[:at], *merged, *self._rolls[at + len(parts) :])
            self._withdrawn -= gone.intersection(owner for owner, _ in sets)
            del self._merges[threading.current_thread()]
            self._tidy()

    def _publish(self, number: int, parts: tuple[Roll, ...], filed: tuple[Table, ...]) -> None:
        own = self._tables[number]
        at = next(place for place, table in enumerate(own) if table.roll is parts[0])
        replaced = (*own[:at], *filed, *own[at + len(parts) :])
        self._tables = (*self._tables[:number], replaced, *self._tables[number + 1 :])


def _filed_at_last(roll: Roll, number: int) -> Table:
    """The table; where memory does not suffice, as soon as it does. Until then those before are searched."""
    while True:
        try:
            return file_under(roll, number)
        except MemoryError:
            time.sleep(SECONDS_BETWEEN_TRIES)
