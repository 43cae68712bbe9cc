"""The bars between match, look and nothing."""

from __future__ import annotations

from jikimi.fingerprint.drawn import MOSTLY
from jikimi.fingerprint.pdq import DISTANCE_MATCH
from jikimi.match.geometry import Geometry
from jikimi.match.person import OnHeads, pasted
from jikimi.match.photographed import Photographed
from jikimi.match.sameness import repeats, sameness
from jikimi.match.sighting import Verdict

SCORE_MATCH = 12.0
SCORE_LOOK = 5.0
"""From the measured scores of copies and of different photographs: bench/results/recall.json keeps both."""

MANY_SAME, NEARLY_SAME = 10, 0.08
SCORE_SURE = 35.0
"""Of what was found, how many and what share must be nearly the same, unless the score is higher. Two
photographs of the same stars have less of one or the other, at scores up to 23."""

SCORE_OF_FEW = 5.5
FEW_SAME, SHARE_OF_FEW = 8, 0.36
FEW_PHOTOGRAPHED = 0.9
"""A small piece has few points, and most of them are nearly the same and on no drawing: that is enough too,
where no head has to be seen. Two stretches of one wall have at most 0.31 alike where their score is 5.5."""

SCORE_BEYOND_DOUBT = 60.0
"""Portraits of other people in one studio reach 56."""

PDQ_BEYOND_DOUBT = 14
"""Bits: two sitters drawn before one backdrop reach 22, other people's portraits not even 31. A photograph
whose one small face is covered differs by 10, and no point is left on the head."""

SHARE_MATCH = 0.025
SHARE_LOOK = 0.015
"""Of the points that should be seen on a head. Portraits of other people in one studio reach 0.022,
two of 9,506 pairs more than 0.015."""

VERY_SAME_ON_A_HEAD = 6
"""Points: where most of the head is covered, so many that are nearly to the bit are enough. Portraits of
other people have four at most, another photograph of the same person three."""

SCORE_WITH_A_HEAD, SAME_WITH_A_HEAD = 14.0, 0.12
"""Another photograph of the same person reaches 7.7, and 0.08."""

SCORE_WITHOUT_THE_HEAD = 25.0
"""Where the photograph has a head and none is in sight."""

PHOTOGRAPHED_MATCH, PHOTOGRAPHED_LOOK = 30.0, 12.0
APART_MATCH = 22.0
MOSTLY_PHOTOGRAPHED, HALF_PHOTOGRAPHED = 0.65, 0.45
"""A score, or a share of what was found, that lies on what a camera saw. Two screens, forms or jokes of one
make have at most 25.2, well away from their drawing at most 21.1, and at most 0.60 where what a camera saw
scores 12. A photograph of glass, boxes or lamps before a flat ground may have less too: then it is a look."""


def verdict_of(
    geometry: Geometry | None,
    pdq_distance: int | None,
    on_heads: OnHeads | None,
    photographed: Photographed | None,
) -> Verdict | None:
    """What the signals say together; None is nothing found.

    `on_heads` is what was found on heads, None where the photograph has none. Where the head is not hers, or
    covered, only very much that agrees elsewhere, or is the very same, is worth a look: the same place with
    another person in it never alarms, and is a look if the wholes are alike. `photographed` is what lies on
    no letters or drawing, None where nobody looked: the same form, screen or frame never alarms either, and
    the wholes of two screens look alike.
    """
    of_points = _of_points(geometry, on_heads, photographed)
    if pdq_distance is None or pdq_distance > DISTANCE_MATCH:
        return of_points
    mostly_drawn = photographed is not None and photographed.of_reference < 1 - MOSTLY
    doubtful = mostly_drawn or (pdq_distance > PDQ_BEYOND_DOUBT and _another_head(on_heads))
    return Verdict.LOOK if doubtful and of_points is not Verdict.MATCH else Verdict.MATCH


def _another_head(on_heads: OnHeads | None) -> bool:
    """Whether a head is in sight and hardly a point of hers is on it: of 566 copies of portraits that PDQ
    finds none is so."""
    if on_heads is None or on_heads.share is None:
        return False
    return on_heads.share < SHARE_LOOK and on_heads.very_same < VERY_SAME_ON_A_HEAD


def _of_points(
    geometry: Geometry | None, on_heads: OnHeads | None, photographed: Photographed | None
) -> Verdict | None:
    if geometry is None or geometry.score < SCORE_LOOK or repeats(geometry):
        return None
    said = _of_all(geometry, photographed) if on_heads is None else _with_heads(geometry, on_heads)
    on_photo = _on_photo(photographed)
    if said is None or on_photo is None:
        return None
    return Verdict.MATCH if said is on_photo is Verdict.MATCH else Verdict.LOOK


def _of_all(geometry: Geometry, photographed: Photographed | None) -> Verdict:
    """Where the photograph has no head."""
    same = sameness(geometry)
    as_a_copy = same.count >= MANY_SAME and same.share >= NEARLY_SAME
    if geometry.score >= SCORE_SURE or (geometry.score >= SCORE_MATCH and as_a_copy):
        return Verdict.MATCH
    a_piece = geometry.score >= SCORE_OF_FEW and same.count >= FEW_SAME and same.share >= SHARE_OF_FEW
    on_photo = photographed is None or photographed.share >= FEW_PHOTOGRAPHED
    return Verdict.MATCH if a_piece and on_photo else Verdict.LOOK


def _with_heads(geometry: Geometry, on_heads: OnHeads) -> Verdict | None:
    """Where it has one: what was found must lie on it, or be more than another photograph can have."""
    alike = sameness(geometry).share >= SAME_WITH_A_HEAD
    if on_heads.share is None:
        return Verdict.MATCH if alike and geometry.score >= SCORE_WITHOUT_THE_HEAD else Verdict.LOOK
    very_same = on_heads.very_same >= VERY_SAME_ON_A_HEAD
    if alike and geometry.score >= SCORE_WITH_A_HEAD and (on_heads.share >= SHARE_MATCH or very_same):
        return Verdict.MATCH
    if on_heads.share >= SHARE_LOOK and (alike or geometry.score >= SCORE_MATCH):
        return Verdict.LOOK
    return Verdict.LOOK if geometry.score >= SCORE_BEYOND_DOUBT or pasted(geometry) else None


def _on_photo(photographed: Photographed | None) -> Verdict | None:
    """The most that may be said of it."""
    if photographed is None:
        return Verdict.MATCH
    score, share = photographed.score, photographed.share
    mostly = share >= MOSTLY_PHOTOGRAPHED and (score >= SCORE_MATCH or share >= FEW_PHOTOGRAPHED)
    if score >= PHOTOGRAPHED_MATCH or photographed.apart >= APART_MATCH or mostly:
        return Verdict.MATCH
    return Verdict.LOOK if score >= PHOTOGRAPHED_LOOK or share >= HALF_PHOTOGRAPHED else None
