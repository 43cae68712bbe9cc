"""One protected photograph against one picture, no index between: every signal, also below the bars."""

from __future__ import annotations

from dataclasses import dataclass

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.pdq import QUALITY_USABLE, distance
from jikimi.match.geometry import Geometry, verify
from jikimi.match.person import on_heads
from jikimi.match.photographed import photographed
from jikimi.match.sighting import Verdict
from jikimi.match.support import Seen
from jikimi.match.verdict import verdict_of


@dataclass(frozen=True, slots=True)
class Compared:
    """`score` is 0 where no transform was found, `on_heads` None where no head is in sight."""

    score: float
    on_heads: float | None
    pdq_distance: int | None
    verdict: Verdict | None


def compare(protected: Fingerprint, seen: Fingerprint, points: Seen) -> Compared:
    """As the matcher judges a candidate, as it is and mirrored. `points` are those of `seen`."""
    best: tuple[Geometry, bool] | None = None
    for mirrored in (False, True):
        reference = protected.mirrored if mirrored else protected.points
        tried = verify(reference, protected.width, protected.height, points) if reference else None
        if tried is not None and (best is None or tried.score > best[0].score):
            best = tried, mirrored
    bits = None
    if min(seen.pdq_quality, protected.pdq_quality) >= QUALITY_USABLE:
        bits = min(distance(one, seen.pdq[0]) for one in protected.pdq)
    if best is None:
        return Compared(0.0, None, bits, verdict_of(None, bits, None, photographed(None, protected.points)))
    geometry, mirrored = best
    reference = (protected.mirrored if mirrored else None) or protected.points
    heads = on_heads(protected, reference, seen, geometry, mirrored=mirrored)
    verdict = verdict_of(geometry, bits, heads, photographed(geometry, reference))
    return Compared(geometry.score, heads.share if heads else None, bits, verdict)
