"""The bank in memory: every protected photograph, searchable while it changes."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.pdq import DISTANCE_MATCH, QUALITY_USABLE
from jikimi.fingerprint.points import Points, no_points
from jikimi.match.bits import as_words
from jikimi.match.geometry import Geometry, verify
from jikimi.match.glance import glance
from jikimi.match.kept import Kept, in_the_ring
from jikimi.match.pdq_index import PdqIndex
from jikimi.match.person import OnHeads, on_heads
from jikimi.match.photographed import Photographed, photographed
from jikimi.match.point_index import PointIndex
from jikimi.match.regions import kind_of, region_map, transform_of
from jikimi.match.sighting import Kind, Match
from jikimi.match.support import Seen
from jikimi.match.verdict import verdict_of
from jikimi.match.votes import Votes

LIGHTEST_CANDIDATE = 0.7
"""Weight of agreeing votes below which a closer look seldom finds anything: of 1,000 protected photographs
about two reach it for an unrelated picture."""

ASKED = 1200
"""Points of something seen by which protected photographs are looked up; all it has are compared."""

MOST_GLANCES = 200
FEWEST_SUPPORT = 9
"""Points that a candidate's transform must account for before it is worth a closer look."""

MOST_MISSES = 8
"""Candidates come the likeliest first; after so many that were none, the rest are not looked at. What is
found does not count: one class photograph may be protected in thirty cases, and each wants to know. Nor does
the same place with another person in it: a whole year may have sat before one studio's backdrop."""


class _Miss(Enum):
    UNLIKE = "unlike"
    SAME_PLACE = "same place, other person; same screen, other picture"


@dataclass(frozen=True, slots=True)
class _Protected:
    """`fingerprint` is without its points, which are there once: for the index and for the closer look."""

    key: str
    fingerprint: Fingerprint
    points: Kept
    mirrored: Kept | None

    def way(self, *, mirrored: bool) -> Points | None:
        """The points as they are, or in the mirror."""
        kept = self.mirrored if mirrored else self.points
        return kept.points() if kept is not None else None


class Matcher:
    """Finds which protected photographs are in a picture.

    Any thread may ask while others add and withdraw; a change is in effect when its call returns. The long
    work is done outside Python's lock, so threads use all cores.
    """

    def __init__(self) -> None:
        self._points = PointIndex()
        self._pdqs = PdqIndex()
        self._slots: dict[int, _Protected] = {}
        self._by_key: dict[str, int] = {}
        self._next_slot = itertools.count()
        self._change = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def add(self, key: str, fingerprint: Fingerprint) -> None:
        """Protect one photograph. The same key again replaces what it stood for."""
        self.add_many([(key, fingerprint)])

    def add_many(self, photographs: Iterable[tuple[str, Fingerprint]]) -> None:
        """Protect many photographs at once, which is quicker than one by one."""
        with self._change:
            sets: list[tuple[int, Kept]] = []
            for key, fingerprint in photographs:
                if key in self._by_key:
                    self._withdraw(key)
                slot = next(self._next_slot)
                self._slots[slot] = protected = _protected(key, fingerprint)
                self._by_key[key] = slot
                if fingerprint.pdq_quality >= QUALITY_USABLE:
                    self._pdqs.add(slot, fingerprint.pdq)
                sets.append((_owner(slot, mirrored=False), protected.points))
                if protected.mirrored is not None:
                    sets.append((_owner(slot, mirrored=True), protected.mirrored))
            self._points.add(sets)

    def withdraw(self, key: str) -> None:
        """Stop finding a photograph. A key that is not there is no error: withdrawing twice is one wish."""
        with self._change:
            if key in self._by_key:
                self._withdraw(key)

    def find(self, seen: Fingerprint, also: Collection[str] = ()) -> list[Match]:
        """Every protected photograph that this picture is made from, the surest first.

        `also` are keys that something else proposes: geometry looks at them too, and judges them as all.
        """
        proposed = {slot for key in also if (slot := self._by_key.get(key)) is not None}
        pdq = self._pdqs.within(seen.pdq[0], DISTANCE_MATCH) if seen.pdq_quality >= QUALITY_USABLE else {}
        asked = in_the_ring(seen.points)
        strongest = asked.first(ASKED)
        words = as_words(strongest.descriptors)
        candidates = self._points.candidates(words, strongest.angle, strongest.size, LIGHTEST_CANDIDATE)
        if not pdq and not candidates and not proposed:
            return []
        points = Seen(asked)
        ways = {slot: [False, True] for slot in pdq}
        for votes in candidates[:MOST_GLANCES]:
            slot, mirrored = divmod(votes.owner, 2)
            if slot not in pdq and self._promises(slot, bool(mirrored), votes, points):
                ways.setdefault(slot, []).append(bool(mirrored))
        ways |= {slot: [False, True] for slot in proposed}
        found: list[Match] = []
        misses = 0
        for slot, to_try in ways.items():
            if misses == MOST_MISSES and slot not in proposed:
                continue
            looked = self._look(slot, seen, points, pdq.get(slot), to_try)
            if isinstance(looked, Match):
                found.append(looked)
            elif looked is _Miss.UNLIKE and slot not in proposed:
                misses += 1
        return sorted(found, key=lambda match: -_sureness(match))

    def settle(self) -> None:
        """Wait until the index has finished tidying (for measurements)."""
        self._points.settle()
        self._pdqs.settle()

    def _withdraw(self, key: str) -> None:
        slot = self._by_key.pop(key)
        del self._slots[slot]
        self._pdqs.withdraw(slot)
        self._points.withdraw(_owner(slot, mirrored=False))
        self._points.withdraw(_owner(slot, mirrored=True))

    def _promises(self, slot: int, mirrored: bool, votes: Votes, points: Seen) -> bool:
        protected = self._slots.get(slot)
        reference = protected.way(mirrored=mirrored) if protected else None
        if reference is None:
            return False
        model = glance(votes, reference.xy, points.as_given.xy)
        return model is not None and len(points.supports(reference, model)[0]) >= FEWEST_SUPPORT

    def _look(
        self, slot: int, seen: Fingerprint, points: Seen, pdq_distance: int | None, ways: Sequence[bool]
    ) -> Match | _Miss:
        """`ways` says whether to compare the photograph as it is (False), mirrored (True), or both."""
        protected = self._slots.get(slot)
        if protected is None:
            return _Miss.UNLIKE
        fingerprint = protected.fingerprint
        size = (fingerprint.width, fingerprint.height)
        geometry, mirrored = None, False
        for way in ways:
            reference = protected.way(mirrored=way)
            tried = verify(reference, *size, points) if reference is not None else None
            if _score(tried) > _score(geometry):
                geometry, mirrored = tried, way
        reference = protected.way(mirrored=mirrored)
        heads = None
        if geometry is not None and reference is not None:
            heads = on_heads(fingerprint, reference, seen, geometry, mirrored=mirrored)
        off_drawing = photographed(geometry, reference or fingerprint.points)
        verdict = verdict_of(geometry, pdq_distance, heads, off_drawing)
        if verdict is None:
            same_place = verdict_of(geometry, None, None, None) is not None
            return _Miss.SAME_PLACE if same_place else _Miss.UNLIKE
        signals = {} if pdq_distance is None else {"pdq_distance": float(pdq_distance)}
        if geometry is None or reference is None or verdict_of(geometry, None, heads, off_drawing) is None:
            return Match(protected.key, verdict, Kind.SAME, signals, None)
        signals |= _said(geometry, heads, off_drawing)
        cells = region_map(reference, size, (seen.width, seen.height), geometry, mirrored=mirrored)
        kind = kind_of(cells, size, (seen.width, seen.height), geometry)
        if pdq_distance is not None:
            kind = Kind.SAME
        transform = transform_of(
            reference, size, points, (seen.width, seen.height), geometry, mirrored=mirrored
        )
        return Match(protected.key, verdict, kind, signals, transform, cells)


def _owner(slot: int, *, mirrored: bool) -> int:
    return 2 * slot + mirrored


def _protected(key: str, fingerprint: Fingerprint) -> _Protected:
    mirrored = Kept(fingerprint.mirrored) if fingerprint.mirrored is not None else None
    slim = replace(fingerprint, points=no_points(), mirrored=None)
    return _Protected(key, slim, Kept(fingerprint.points), mirrored)


def _score(geometry: Geometry | None) -> float:
    return geometry.score if geometry else 0.0


def _said(geometry: Geometry, heads: OnHeads | None, off_drawing: Photographed | None) -> dict[str, float]:
    said = {
        "score": round(geometry.score, 2),
        "inliers": float(geometry.inliers),
        "support": float(len(geometry.which)),
        "residual": round(geometry.residual, 2),
    }
    if heads is not None and heads.share is not None:
        said["on_heads"] = round(heads.share, 3)
    if off_drawing is not None:
        said["photographed"] = round(off_drawing.share, 2)
    return said


def _sureness(match: Match) -> float:
    return match.signals.get("score", 0.0) + 256 - match.signals.get("pdq_distance", 256.0)
