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

from jikimi.match.bits import U64
from jikimi.match.kept import ANGLE_STEP, SIZES
from jikimi.match.segment import NUMBER_BITS

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F32 = npt.NDArray[np.float32]

TURN_BINS = 16
SCALE_BINS = 10

OCTAVES: F32 = np.log2(SIZES)
"""Of a point's size, by step."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """What speaks for one owner: numbers of points `asked` and its `own`, degrees, octaves, weights."""

    owner: int
    asked: I32
    own: I32
    turn: F32
    scale: F32
    weight: F32


@njit(cache=True, nogil=True)
def _told_once(keys: U64, most_a_point: int, kept: I64) -> int:
    """Fills `kept` with the places of the first of equal keys, which are sorted; but none of a point that
    has more than so many different ones. How many there are."""
    count = at = 0
    while at < len(keys):
        before, point = count, keys[at] >> np.uint64(32 + NUMBER_BITS)
        while at < len(keys) and keys[at] >> np.uint64(32 + NUMBER_BITS) == point:
            if count == before or keys[kept[count - 1]] != keys[at]:
                kept[count] = at
                count += 1
            at += 1
        if count - before > most_a_point:
            count = before
    return count


@njit(cache=True, nogil=True)
def _read(  # noqa: PLR0917
    keys: U64, said: I64, angle: F32, octave: F32, octaves: F32, angle_step: float, farthest: int
) -> tuple[I32, I32, I32, F32, F32, F32]:
    """Owners, asked points, own points, turns, scales and weights of meetings that are sorted by point."""
    n = len(keys)
    owner, point, own = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    turn, scale, weight = np.empty(n, np.float32), np.empty(n, np.float32), np.empty(n, np.float32)
    begin = 0
    for at in range(n):
        owner[at] = (keys[at] >> np.uint64(NUMBER_BITS)) & np.uint64(0xFFFFFFFF)
        point[at] = keys[at] >> np.uint64(32 + NUMBER_BITS)
        own[at] = keys[at] & np.uint64((1 << NUMBER_BITS) - 1)
        turn[at] = (angle[point[at]] - np.float32((said[at] & 0xFF) * angle_step)) % np.float32(360)
        scale[at] = octave[point[at]] - octaves[(said[at] >> 8) & 0xFF]
        weight[at] = 1 - (said[at] >> 16) / (farthest + 4)
        if at == n - 1 or keys[at + 1] >> np.uint64(32 + NUMBER_BITS) != point[at]:
            weight[begin : at + 1] /= np.float32(at + 1 - begin)
            begin = at + 1
    return owner, point, own, turn, scale, weight


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
def tally(owner: I32, turn: F32, scale: F32, weight: F32, lowest: float) -> tuple[I64, F32]:
    """Votes sorted by owner -> where the votes of each owner begin and end (n, 2) whose agreeing votes weigh
    at least `lowest`, and that weight.

    `turn` is in degrees 0-360, `scale` in octaves (log2).
    """
    spans = np.empty((len(owner), 2), np.int64)
    agreeing = np.empty(len(owner), np.float32)
    count = begin = 0
    while begin < len(owner):
        end, whole = begin, 0.0
        while end < len(owner) and owner[end] == owner[begin]:
            whole += weight[end]
            end += 1
        # What does not weigh enough together need not be sorted by turn and scale.
        if whole >= lowest:
            agreeing[count] = _agreement(turn, scale, weight, begin, end)
            if agreeing[count] >= lowest:
                spans[count, 0], spans[count, 1] = begin, end
                count += 1
        begin = end
    return spans[:count], agreeing[:count]


def votes_of(  # noqa: PLR0917
    keys: U64, said: I64, angle: F32, size: F32, farthest: int, most_a_point: int, lowest: float
) -> list[Votes]:
    """Meetings (see segment.py) of a picture's points with these angles and sizes -> the owners whose
    agreeing votes weigh at least `lowest`, the heaviest first. A meeting told by several tables counts once;
    a point that meets more than `most_a_point` entries is what many pictures have, and has no vote."""
    by_point = np.argsort(keys)
    keys = keys[by_point]
    kept = np.empty(len(keys), np.int64)
    kept = kept[: _told_once(keys, most_a_point, kept)]
    owner, point, own, turn, scale, weight = _read(
        keys[kept], said[by_point[kept]], angle, np.log2(size), OCTAVES, float(ANGLE_STEP), farthest
    )
    by_owner = np.argsort(owner, kind="stable")
    owner, point, own = owner[by_owner], point[by_owner], own[by_owner]
    turn, scale, weight = turn[by_owner], scale[by_owner], weight[by_owner]
    spans, weighed = tally(owner, turn, scale, weight, lowest)
    votes = []
    for at in np.argsort(-weighed, kind="stable").tolist():
        mine = slice(*spans[at].tolist())
        votes.append(
            Votes(int(owner[mine.start]), point[mine], own[mine], turn[mine], scale[mine], weight[mine])
        )
    return votes
