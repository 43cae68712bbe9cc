"""All protected photographs' local points, searchable while they change.

A list of segments, each at least about twice the size of the next: adding publishes one small segment at
once, and a thread merges small ones into larger ones later. Readers take the list as it stands and are never
held up.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from jikimi.fingerprint.points import U8
from jikimi.match.ring import ringed
from jikimi.match.segment import F32, Entries, Segment, build, meetings
from jikimi.match.tiers import outgrown
from jikimi.match.votes import Votes, tally, weights

FARTHEST = 40
"""Bits of 256 by which a copied point may differ from its original here. Half of all copied points differ by
less than 20; beyond 40, points of unrelated pictures that share a bucket outnumber the copies."""

MOST_A_POINT = 48
"""A point that meets more entries than this is a common thing (a letter, a leaf); it is not asked further."""


def entries_of(owner: int, descriptors: U8, angle: F32, size: F32) -> Entries:
    """One photograph's points as entries."""
    owners = np.full(len(angle), owner, np.int32)
    return Entries(ringed(descriptors), owners, np.arange(len(angle), dtype=np.uint16), angle, size)


def joined(parts: Sequence[Entries]) -> Entries:
    """Several sets of entries as one."""
    return Entries(
        np.concatenate([part.words for part in parts]),
        np.concatenate([part.owner for part in parts]),
        np.concatenate([part.number for part in parts]),
        np.concatenate([part.angle for part in parts]),
        np.concatenate([part.size for part in parts]),
    )


def without(entries: Entries, owners: frozenset[int]) -> Entries:
    """The entries of everybody else."""
    kept = ~np.isin(entries.owner, list(owners))
    return Entries(
        entries.words[kept],
        entries.owner[kept],
        entries.number[kept],
        entries.angle[kept],
        entries.size[kept],
    )


class PointIndex:
    """Finds the owners of points like those of a picture. Owners are small integers, never used twice."""

    def __init__(self) -> None:
        self._segments: tuple[Segment, ...] = ()
        self._withdrawn: frozenset[int] = frozenset()
        self._change = threading.Lock()
        self._merging: threading.Thread | None = None

    def __len__(self) -> int:
        return sum(len(segment.entries) for segment in self._segments)

    def add(self, entries: Entries) -> None:
        """In effect when this returns."""
        if not len(entries):
            return
        segment = build(entries)
        with self._change:
            self._segments = (*self._segments, segment)
            if self._to_merge() and self._merging is None:
                self._merging = threading.Thread(target=self._merge, name="index-merge", daemon=True)
                self._merging.start()

    def withdraw(self, owner: int) -> None:
        """In effect when this returns; the memory is given back when its segment is merged."""
        with self._change:
            self._withdrawn |= {owner}

    def candidates(self, descriptors: U8, angle: F32, size: F32, lowest: float) -> list[Votes]:
        """Owners whose agreeing votes weigh at least `lowest`, the heaviest first (see votes.py)."""
        segments, withdrawn = self._segments, self._withdrawn
        asked = ringed(descriptors)
        owner, own, point, apart, turn, scale = [], [], [], [], [], []
        for segment in segments:
            points, found, distances = meetings(segment, asked, FARTHEST, MOST_A_POINT)
            entries = segment.entries
            owner.append(entries.owner[found])
            own.append(entries.number[found].astype(np.int32))
            point.append(points)
            apart.append(distances)
            turn.append((angle[points] - entries.angle[found]) % 360)
            scale.append(np.log2(size[points] / entries.size[found]))
        if not owner:
            return []
        owners, points = np.concatenate(owner), np.concatenate(point)
        order = np.argsort(owners, kind="stable")
        owners, points, owns = owners[order], points[order], np.concatenate(own)[order]
        turns, scales = np.concatenate(turn)[order], np.concatenate(scale)[order]
        weight = weights(points, np.concatenate(apart)[order], FARTHEST)
        begins, weighed = tally(owners, turns, scales, weight)
        heavy = np.nonzero(weighed >= lowest)[0]
        votes = []
        for at in heavy[np.argsort(-weighed[heavy], kind="stable")].tolist():
            mine = slice(begins[at], begins[at + 1])
            who = int(owners[begins[at]])
            if who not in withdrawn:
                votes.append(Votes(who, points[mine], owns[mine], turns[mine], scales[mine], weight[mine]))
        return votes

    def settle(self) -> None:
        """Wait until no merge is under way (for measurements)."""
        thread = self._merging
        if thread is not None:
            thread.join()

    def _to_merge(self) -> tuple[Segment, ...]:
        """The newest segments that together outgrew the one before them."""
        segments = self._segments
        return segments[outgrown([len(segment.entries) for segment in segments], 2) :]

    def _merge(self) -> None:
        while True:
            with self._change:
                parts, withdrawn = self._to_merge(), self._withdrawn
                if not parts:
                    self._merging = None
                    return
            entries = joined([part.entries for part in parts])
            gone = withdrawn.intersection(np.unique(entries.owner).tolist())
            if gone:
                entries = without(entries, gone)
            merged = (build(entries),) if len(entries) else ()
            with self._change:
                at = self._segments.index(parts[0])
                self._segments = self._segments[:at] + merged + self._segments[at + len(parts) :]
                self._withdrawn -= gone
