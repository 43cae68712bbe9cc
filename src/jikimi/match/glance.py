"""A first look, from the votes alone: does one turn, scale and shift explain some of them?

Comparing all points of two pictures takes milliseconds, a glance takes a tenth of one. Nearly all candidates
of an unrelated picture end here; of copies and alterations that reach the bar for a look, none of 201 did.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from jikimi.match.support import F64
from jikimi.match.votes import Votes

HEAVIEST = 12
"""Votes of which each two are tried as the transform."""

APART_PROTECTED, APART_SEEN = 14.0, 8.0
"""Two points nearer than this, in pixels, say too little about turn and scale."""

SMALLEST_SCALE, LARGEST_SCALE = 0.1, 5.0
MOST_DEGREES = 30.0
MOST_OCTAVES = 0.8
"""By how much the turn and scale of a vote itself may differ from the transform that it is to speak for."""

NEAR = 10.0
"""Pixels from where the transform puts a point to where it was seen."""


def glance(votes: Votes, protected_xy: np.ndarray, seen_xy: np.ndarray) -> F64 | None:
    """The transform (2, 3) on which most votes agree, if at least two do. Places are (n, 2), in pixels."""
    heaviest = np.argsort(-votes.weight, kind="stable")[:HEAVIEST]
    agreeing, model = _agreed(
        protected_xy[votes.own], seen_xy[votes.asked], votes.turn, votes.scale, heaviest
    )
    return model if agreeing >= 2 else None


@njit(cache=True, nogil=True)
def _far(one: float, other: float) -> float:
    return abs((one - other + 540.0) % 360.0 - 180.0)


@njit(cache=True, nogil=True)
def _agreed(  # type: ignore[no-untyped-def]
    protected, seen, turn, scale, heaviest
) -> tuple[int, F64]:
    best = 0
    model = np.zeros((2, 3))
    for i in range(len(heaviest)):
        for j in range(i):
            one, other = heaviest[i], heaviest[j]
            px, py = protected[one, 0] - protected[other, 0], protected[one, 1] - protected[other, 1]
            sx, sy = seen[one, 0] - seen[other, 0], seen[one, 1] - seen[other, 1]
            apart = px * px + py * py
            if apart < APART_PROTECTED**2 or sx * sx + sy * sy < APART_SEEN**2:
                continue
            a, b = (px * sx + py * sy) / apart, (px * sy - py * sx) / apart
            grown = np.sqrt(a * a + b * b)
            if grown < SMALLEST_SCALE or grown > LARGEST_SCALE:
                continue
            degrees, octaves = np.degrees(np.arctan2(b, a)), np.log2(grown)
            if max(_far(turn[one], degrees), _far(turn[other], degrees)) > MOST_DEGREES:
                continue
            if max(abs(scale[one] - octaves), abs(scale[other] - octaves)) > MOST_OCTAVES:
                continue
            x = seen[one, 0] - (a * protected[one, 0] - b * protected[one, 1])
            y = seen[one, 1] - (b * protected[one, 0] + a * protected[one, 1])
            agreeing = 0
            for vote in range(len(turn)):
                dx = a * protected[vote, 0] - b * protected[vote, 1] + x - seen[vote, 0]
                dy = b * protected[vote, 0] + a * protected[vote, 1] + y - seen[vote, 1]
                if dx * dx + dy * dy <= NEAR**2 and _far(turn[vote], degrees) <= MOST_DEGREES:
                    agreeing += 1
            if agreeing > best:
                best = agreeing
                model[0, 0], model[0, 1], model[0, 2] = a, -b, x
                model[1, 0], model[1, 1], model[1, 2] = b, a, y
    return best, model
