"""The bars between match, look and nothing."""

from __future__ import annotations

from jikimi.fingerprint.drawn import MOSTLY
from jikimi.fingerprint.pdq import DISTANCE_MATCH
from jikimi.match.geometry import Geometry
from jikimi.match.person import OnHeads, very_same
from jikimi.match.photographed import Photographed
from jikimi.match.sighting import Verdict

SCORE_MATCH = 12.0
SCORE_LOOK = 5.0
"""From the measured scores of copies and of different photographs: bench/results/recall.json keeps both."""

SCORE_BEYOND_DOUBT = 45.0
"""Portraits of other people in one studio reach 35."""

SHARE_MATCH = 0.025
SHARE_LOOK = 0.015
"""Of the points that should be seen on a head. Portraits of other people in one studio reach 0.018,
three of 9,506 pairs more than 0.015."""

SCORE_WITHOUT_THE_HEAD = 25.0
"""Where the photograph has a head and none is in sight. A piece of one studio's backdrop reaches 17.9 in
another person's portrait."""

PHOTOGRAPHED_MATCH, PHOTOGRAPHED_LOOK = 25.0, 12.0
MOSTLY_PHOTOGRAPHED, HALF_PHOTOGRAPHED = 0.65, 0.45
"""A score, or a share of what was found, that lies on what a camera saw. Two screens, forms or jokes of one
make have at most 23.9, and at most 0.61 where their score is 12 or more; of 1,942 copies and alterations of
photographs that score 12, 25 have less of both."""


def verdict_of(
    geometry: Geometry | None,
    pdq_distance: int | None,
    on_heads: OnHeads | None,
    photographed: Photographed | None,
) -> Verdict | None:
    """What the signals say together; None is nothing found.

    `on_heads` is what was found on heads, None where the photograph has none. Where the head is not hers, or
    covered, only very much that agrees elsewhere, or is the very same, is worth a look: the same place with
    another person in it never alarms. `photographed` is what lies on no letters or drawing, None where nobody
    looked: the same form, screen or frame never alarms either, and the wholes of two screens look alike.
    """
    of_points = _of_points(geometry, on_heads, photographed)
    if pdq_distance is None or pdq_distance > DISTANCE_MATCH:
        return of_points
    mostly_drawn = photographed is not None and photographed.of_reference < 1 - MOSTLY
    return Verdict.LOOK if mostly_drawn and of_points is not Verdict.MATCH else Verdict.MATCH


def _of_points(
    geometry: Geometry | None, on_heads: OnHeads | None, photographed: Photographed | None
) -> Verdict | None:
    if geometry is None or geometry.score < SCORE_LOOK:
        return None
    on_photo = _on_photo(photographed)
    if on_photo is None:
        return None
    share, bar = 1.0, SCORE_MATCH
    if on_heads is not None and on_heads.share is None:
        bar = SCORE_WITHOUT_THE_HEAD
    elif on_heads is not None and on_heads.share is not None:
        share = on_heads.share
    if share < SHARE_LOOK:
        worth_a_look = geometry.score >= SCORE_BEYOND_DOUBT or very_same(geometry)
        return Verdict.LOOK if worth_a_look else None
    return on_photo if geometry.score >= bar and share >= SHARE_MATCH else Verdict.LOOK


def _on_photo(photographed: Photographed | None) -> Verdict | None:
    """The most that may be said of it."""
    if photographed is None:
        return Verdict.MATCH
    score, share = photographed.score, photographed.share
    if score >= PHOTOGRAPHED_MATCH or share >= MOSTLY_PHOTOGRAPHED:
        return Verdict.MATCH
    return Verdict.LOOK if score >= PHOTOGRAPHED_LOOK or share >= HALF_PHOTOGRAPHED else None
