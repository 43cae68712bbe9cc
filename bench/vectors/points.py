"""Vectors of ORB points: of something seen, and of something protected."""

from __future__ import annotations

from typing import Any

from bench.vectors.drawings import Drawing, in_colour
from jikimi.fingerprint.points import Points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import compact
from jikimi.fingerprint.seen import fingerprint_seen

DRAWING = Drawing(240, 180, 11, 30)


def orb() -> dict[str, Any]:
    """All points of one drawing as they are before they are rounded into a record."""
    picture = in_colour(DRAWING.picture())
    seen, protected = fingerprint_seen(picture), protect(picture)
    assert protected.mirrored is not None
    return {
        "tolerance": {"share": 0.95, "pixels": 1, "bits": 10},
        "drawing": DRAWING.said(),
        "seen": _said(seen.points),
        "seen_remembered": compact(seen).hex(),
        "protected": _said(protected.points),
        "protected_mirrored": _said(protected.mirrored),
    }


def _said(points: Points) -> list[list[Any]]:
    """Each point as [x, y, size, angle, descriptor]."""
    numbers = zip(points.xy.tolist(), points.size.tolist(), points.angle.tolist(), strict=True)
    rows = zip(numbers, points.descriptors, strict=True)
    return [
        [round(x, 3), round(y, 3), round(size, 3), round(angle, 2), bits.tobytes().hex()]
        for ((x, y), size, angle), bits in rows
    ]
