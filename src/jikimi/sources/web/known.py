"""Is it *this* picture, or has another one taken its place?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.pdq import DISTANCE_MATCH, QUALITY_USABLE, distance
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Verdict
from jikimi.sources.web.seen import FileSeen

PERHAPS: Final = 72
"""Bits. Unrelated photographs never came closer than 88 (387,000 pairs); in between, neither."""


class Known:
    """The pictures that a link is about: what was seen there, and the photographs it may be made from."""

    def __init__(self, seen_there: Sequence[Fingerprint], protected: Sequence[Fingerprint] = ()) -> None:
        self._seen_there = [one for one in seen_there if one.pdq_quality >= QUALITY_USABLE]
        self._all = [*self._seen_there, *protected]
        self._matcher: Matcher | None = None

    def __bool__(self) -> bool:
        return bool(self._all)

    @property
    def was_seen(self) -> bool:
        """Whether what was there is known: without that, no picture can be called another one."""
        return bool(self._seen_there)

    def judge_film(self, film: Film) -> FileSeen:
        """A video is the same as soon as one frame is, another one only if all of it was looked at."""
        verdicts = set()
        for frame in film.frames:
            verdicts.add(self.judge(frame.fingerprint))
            if FileSeen.SAME in verdicts:
                return FileSeen.SAME
        return FileSeen.OTHER if verdicts == {FileSeen.OTHER} and film.whole else FileSeen.UNKNOWN

    def judge(self, seen: Fingerprint) -> FileSeen:
        """SAME (also altered or cut), OTHER, or UNKNOWN between the two. Takes milliseconds."""
        near = seen.pdq_quality >= QUALITY_USABLE
        hashes = [hashed for one in self._all for hashed in one.pdq if one.pdq_quality >= QUALITY_USABLE]
        # A flat picture has chance bits, so its distance says nothing; only its points speak.
        nearest = min((distance(hashed, seen.pdq[0]) for hashed in hashes), default=256) if near else 256
        if nearest <= DISTANCE_MATCH:
            return FileSeen.SAME
        matches = self._by_points().find(seen)
        if any(match.verdict is Verdict.MATCH for match in matches):
            return FileSeen.SAME
        return FileSeen.UNKNOWN if matches or nearest < PERHAPS else FileSeen.OTHER

    def _by_points(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher()
            self._matcher.add_many((str(number), one) for number, one in enumerate(self._all))
        return self._matcher
