"""From points that meet to photographs worth a closer look.

A point votes for a photograph together with how far it is turned and scaled against the photograph's own
point; only votes that agree on both add up, since chance meetings do not agree (weak geometric consistency,
Jegou et al., 2008). A vote weighs less the farther the descriptors are apart, and less the more entries the
point meets: what many photographs share says little about each (inverse document frequency).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]

TURN_BINS = 16
SCALE_BINS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """What speaks for one owner: numbers of points `asked` and its `own`, degrees, octaves, weights."""

    owner: int
    asked: I32
    own: I32
    turn: F32
    scale: F32
    weight: F32


def weights(points: I32, distances: I32, farthest: int) -> F32:
    """Each vote's weight, 0 to 1. `points` names the asked point of each vote, `distances` is in bits."""
    shared = np.bincount(points)[points] if len(points) else np.ones(0)
    return np.asarray((1 - distances / (farthest + 4)) / shared, np.float32)


@njit(cache=True, nogil=True)
def _agreement(turn: F32, scale: F32, weight: F32, begin: int, end: int) -> float:
    """The heaviest sum of votes within two neighbouring bins of turn and of scale."""
    grid = np.zeros((TURN_BINS, SCALE_BINS), np.float32)
    for at in range(begin, end):
        t = int(turn[at] * TURN_BINS / 360.0) % TURN_BINS
        s = min(SCALE_BINS - 1, max(0, int(np.floor(scale[at])) + SCALE_BINS // 2))
        grid[t, s] += weight[at]
    best = np.float32(0)
    for t in range(TURN_BINS):
        for s in range(SCALE_BINS - 1):
            t2 = (t + 1) % TURN_BINS
            best = max(best, grid[t, s] + grid[t2, s] + grid[t, s + 1] + grid[t2, s + 1])
    return float(best)


@njit(cache=True, nogil=True)
def tally(owner: I32, turn: F32, scale: F32, weight: F32) -> tuple[I32, F32]:
    """Votes sorted by owner -> where each owner's begin (and the end), and the weight of those that agree.

    `turn` is in degrees 0-360, `scale` in octaves (log2).
    """
    begins = np.empty(len(owner) + 1, np.int32)
    agreeing = np.empty(len(owner), np.float32)
    count = 0
    begin = 0
    while begin < len(owner):
        end = begin
        while end < len(owner) and owner[end] == owner[begin]:
            end += 1
        begins[count] = begin
        agreeing[count] = _agreement(turn, scale, weight, begin, end)
        count += 1
        begin = end
    begins[count] = begin
    return begins[: count + 1], agreeing[:count]
