"""Protected photographs with their SSCD vectors beside them, and what is found with and without those."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bench.edits import RGB
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.fingerprint.sscd_model import Sscd
from jikimi.fingerprint.sscd_vectors import Vectors
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match
from jikimi.match.sscd_index import SscdIndex

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said of a photograph's own copy, and how often others were named beside it, without SSCD and
    with it. `cosine` is None where geometry alone had said match, since then SSCD was not asked."""

    without: str
    with_it: str
    cosine: float | None = None
    proposed: bool = False
    others_without: Counter[str] = field(default_factory=Counter)
    others_with_it: Counter[str] = field(default_factory=Counter)


class Bank:
    """`milliseconds` are what each picture cost SSCD, of the processor."""

    def __init__(self, sscd: Sscd) -> None:
        self.matcher = Matcher()
        self.index = SscdIndex(sscd.model)
        self.fingerprints: dict[str, Fingerprint] = {}
        self.vectors: dict[str, Vectors] = {}
        self.milliseconds: list[float] = []
        self._sscd = sscd

    def protect(self, key: str, picture: RGB) -> None:
        """Errors: TooLittleToRecognise."""
        self.fingerprints[key] = fingerprint = protect(picture)
        self.matcher.add(key, fingerprint)
        self.vectors[key] = vectors = self.look(picture)
        self.index.add(key, vectors)

    def look(self, picture: RGB) -> Vectors:
        """A picture's vectors."""
        begun = time.process_time()
        vectors = self._sscd.vectors(picture)
        self.milliseconds.append(1000 * (time.process_time() - begun))
        return vectors

    def nearest(self, key: str, seen: Vectors) -> float:
        """The cosine of the nearest crops; -1 where one of the two is flat throughout."""
        own = self.vectors[key]
        return float((own.vectors @ seen.vectors.T).max(initial=-1.0))

    def proposed(self, seen: Vectors) -> Collection[str]:
        """Which photographs SSCD proposes."""
        return [one.key for one in self.index.proposals(seen)]

    def ask(self, key: str, picture: RGB) -> Asked:
        """Of a copy of the photograph `key`. SSCD is asked where geometry alone does not say match."""
        seen = fingerprint_seen(picture)
        alone = self.matcher.find(seen)
        without = verdict_on(alone, key)
        if without == "match":
            return Asked(without, without)
        vectors = self.look(picture)
        proposed = self.proposed(vectors)
        found = self.matcher.find(seen, proposed)
        others = [verdicts(match for match in matches if match.key != key) for matches in (alone, found)]
        nearest = self.nearest(key, vectors)
        return Asked(without, verdict_on(found, key), nearest, key in proposed, *others)


def verdict_on(found: Iterable[Match], key: str) -> str:
    """match, look or nothing."""
    return next((match.verdict.value for match in found if match.key == key), NOTHING)


def verdicts(found: Iterable[Match]) -> Counter[str]:
    """How many are a match, and how many a look."""
    return Counter(match.verdict.value for match in found)
