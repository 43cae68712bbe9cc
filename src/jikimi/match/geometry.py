"""Does one transform carry a protected photograph's points onto what was seen?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from jikimi.fingerprint.points import Marks, Points
from jikimi.match.bits import as_words
from jikimi.match.nearest import two_nearest
from jikimi.match.support import F64, I32, Seen

FARTHEST_PAIR = 80
RATIO = 0.88
"""A pair counts if its second-best partner is clearly farther (Lowe's ratio test)."""

REPROJECTION = 5.0
ROUNDS = 600
SMALLEST_SCALE, LARGEST_SCALE = 0.1, 5.0
MOST_STRETCH = 1.6
"""Beyond these a transform is a collapse onto a few points, not a copy."""

REFINED, GROWN = 4, 1.1
"""A transform is looked for again from all that agrees with it for as long as that adds a tenth: what was
stretched agrees with the first, which cannot stretch, only in one corner."""

FEWEST = 4
CELLS = 12
PER_CELL = 3
"""Points crowded into one of 12 x 12 cells count as three at most: a patch of texture matches any texture."""

SHIFTS = ((19.0, 7.0), (-17.0, -13.0))
"""Pixels by which a wrong transform differs; what it still supports is chance."""

BITS_SCALE = 80.0
RESIDUAL_SCALE = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """A transform `model` (2, 3) from protected to seen pixels and what speaks for it.

    `first` index the protected points that were paired without knowing the transform and agree with it,
    `which` and `copies` the protected and the (x-sorted) seen points that agree with it; `differ` are the
    bits between their descriptors, `off` the pixels between where the copy should lie and where it does.
    `by_chance` index what agrees with wrong transforms, `size` is the protected photograph's. `score` grows
    with independent, exact, well-spread agreement; see `score_of`.
    """

    model: F64
    first: I32
    which: I32
    copies: I32
    differ: I32
    off: F64
    by_chance: tuple[I32, ...]
    size: tuple[int, int]
    score: float

    @property
    def inliers(self) -> int:
        """How many points were paired without knowing the transform."""
        return len(self.first)

    @property
    def residual(self) -> float:
        """Pixels, in the middle."""
        return float(np.median(self.off))

    def score_on(self, protected: Points, counted: Marks) -> float:
        """The score that only these points, (n,) bool, of the protected photograph give."""
        kept = counted[self.which]
        if not kept.any():
            return 0.0
        places = (protected.xy[self.which[kept]] * (CELLS / np.array(self.size))).astype(int)
        return score_of(
            inliers=int(counted[self.first].sum()),
            support=int(kept.sum()),
            chance=float(np.mean([counted[chance].sum() for chance in self.by_chance])),
            cells=len({(x, y) for x, y in places.tolist()}),
            bits=float(np.median(self.differ[kept])),
            residual=float(np.median(self.off[kept])),
        )


def _pairs(protected: Points, seen: Seen) -> tuple[I32, I32]:
    """Protected points and their clear best partner among the seen ones, one to one."""
    nearest, distance, second = two_nearest(as_words(protected.descriptors), seen.words)
    which = np.nonzero((distance <= FARTHEST_PAIR) & (distance < RATIO * second))[0]
    closest_first = which[np.argsort(distance[which], kind="stable")]
    _, first = np.unique(nearest[closest_first], return_index=True)
    kept = closest_first[first]
    return kept.astype(np.int32), nearest[kept]


def _sane(model: F64) -> bool:
    stretch = np.linalg.svd(model[:, :2], compute_uv=False)
    return bool(
        stretch[1] > SMALLEST_SCALE and stretch[0] < LARGEST_SCALE and stretch[0] < MOST_STRETCH * stretch[1]
    )


def _refined(protected: Points, seen: Seen, model: F64, which: I32, copies: I32) -> F64:
    """The transform again from all its supporters, now free to shear as a tilted screen does."""
    if len(which) < 2 * FEWEST:
        return model
    better, _ = cv2.estimateAffine2D(
        protected.xy[which], seen.xy[copies], method=cv2.RANSAC, ransacReprojThreshold=4.0, maxIters=300
    )
    if better is None:
        return model
    refined = np.asarray(better, np.float64)
    return refined if _sane(refined) else model


def score_of(*, inliers: int, support: int, chance: float, cells: int, bits: float, residual: float) -> float:
    """sqrt(inliers x evidence) x closeness.

    Evidence is the support beyond chance, at most three points a cell, weighed by how close descriptors and
    places are; closeness is that of the descriptors again, because a similar scene agrees in many points but
    in none exactly.
    """
    closeness = max(0.0, 1 - bits / BITS_SCALE)
    evidence = min(support - 2 * chance, PER_CELL * cells)
    evidence *= closeness * max(0.0, 1 - residual / RESIDUAL_SCALE)
    return float(np.sqrt(inliers * max(0.0, evidence)) * closeness)


def verify(protected: Points, width: int, height: int, seen: Seen) -> Geometry | None:
    """The transform that best explains `seen` as a copy of `protected` (of `width` x `height`), if any."""
    if len(protected) < FEWEST or len(seen) < FEWEST:
        return None
    left, right = _pairs(protected, seen)
    if len(left) < FEWEST:
        return None
    first, inside = cv2.estimateAffinePartial2D(
        protected.xy[left], seen.xy[right], method=cv2.RANSAC,
        ransacReprojThreshold=REPROJECTION, maxIters=ROUNDS, confidence=0.995, refineIters=5,
    )  # fmt: skip
    if first is None or int(inside.sum()) < FEWEST:
        return None
    model = np.asarray(first, np.float64)
    if not _sane(model):
        return None
    which, copies, bits = seen.supports(protected, model)
    for _ in range(REFINED):
        better = _refined(protected, seen, model, which, copies)
        again = seen.supports(protected, better)
        if better is model or len(again[0]) < len(which):
            break
        grown = len(again[0]) > GROWN * len(which)
        model, (which, copies, bits) = better, again
        if not grown:
            break
    if not len(which):
        return None
    carried = protected.xy[which] @ model[:, :2].T + model[:, 2]
    off = np.hypot(*(carried - seen.xy[copies]).T)
    by_chance = tuple(seen.supports(protected, _shifted(model, shift))[0] for shift in SHIFTS)
    first_found = left[inside.ravel() > 0]
    if model is not first:
        lies_at = protected.xy[left] @ model[:, :2].T + model[:, 2]
        agree = left[np.hypot(*(lies_at - seen.xy[right]).T) <= REPROJECTION]
        first_found = max(first_found, agree, key=len)
    found = Geometry(model, first_found, which, copies, bits, off, by_chance, (width, height), 0.0)
    return replace(found, score=found.score_on(protected, np.ones(len(protected), bool)))


def _shifted(model: F64, shift: tuple[float, float]) -> F64:
    wrong = model.copy()
    wrong[:, 2] += shift
    return wrong
