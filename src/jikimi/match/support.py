"""Which points of a protected photograph a found transform accounts for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.fingerprint.points import F32, Points
from jikimi.match.bits import U64, as_words, differing

I32 = npt.NDArray[np.int32]
F64 = npt.NDArray[np.float64]

REACH = 4.0
"""Pixels from where the transform puts a point to where its copy may lie, at the finest size."""

FARTHEST = 72
"""Bits by which the copy may differ where its place, size and direction are already right."""

SIZE_RATIO = 1.6
MOST_DEGREES = 25.0
FINEST = 31.0


@njit(cache=True, nogil=True)
def _supported(  # noqa: PLR0917
    xy: F32,
    size: F32,
    angle: F32,
    words: U64,
    seen_xy: F32,
    seen_size: F32,
    seen_angle: F32,
    seen_words: U64,
    model: F64,
) -> tuple[I32, I32]:
    """For each protected point the seen point that is its copy, or -1, and the bits between them; one to one.

    The seen points must be sorted by x.
    """  # fmt: skip
    count = len(xy)
    copy = np.full(count, -1, np.int32)
    bits = np.full(count, 999, np.int32)
    taken = np.full(len(seen_xy), -1, np.int32)
    scale = np.sqrt(abs(model[0, 0] * model[1, 1] - model[0, 1] * model[1, 0]))
    turn = np.degrees(np.arctan2(model[1, 0], model[0, 0]))
    seen_x = seen_xy[:, 0]
    for point in range(count):
        x = model[0, 0] * xy[point, 0] + model[0, 1] * xy[point, 1] + model[0, 2]
        y = model[1, 0] * xy[point, 0] + model[1, 1] * xy[point, 1] + model[1, 2]
        reach = REACH * max(1.0, scale * size[point] / FINEST)
        at = np.searchsorted(seen_x, np.float32(x - reach))
        while at < len(seen_x) and seen_x[at] <= x + reach:
            seen = at
            at += 1
            dx, dy = seen_xy[seen, 0] - x, seen_xy[seen, 1] - y
            if dx * dx + dy * dy > reach * reach:
                continue
            ratio = seen_size[seen] / (size[point] * scale)
            if ratio > SIZE_RATIO or ratio * SIZE_RATIO < 1.0:
                continue
            if abs((seen_angle[seen] - angle[point] - turn + 540.0) % 360.0 - 180.0) > MOST_DEGREES:
                continue
            differ = differing(words[point], seen_words[seen])
            if differ <= FARTHEST and differ < bits[point]:
                bits[point] = differ
                copy[point] = seen
    for point in range(count):
        seen = copy[point]
        if seen < 0:
            continue
        rival = taken[seen]
        if rival >= 0 and bits[rival] <= bits[point]:
            copy[point] = -1
            continue
        if rival >= 0:
            copy[rival] = -1
        taken[seen] = point
    return copy, bits


class Seen:
    """A seen picture's points, laid out for asking about many transforms."""

    def __init__(self, points: Points) -> None:
        self.as_given = points
        order = np.argsort(points.xy[:, 0], kind="stable")
        self.xy = np.ascontiguousarray(points.xy[order])
        self.size = points.size[order]
        self.angle = points.angle[order]
        self.descriptors = np.ascontiguousarray(points.descriptors[order])
        self.words = as_words(self.descriptors)

    def __len__(self) -> int:
        return len(self.xy)

    def supports(self, protected: Points, model: F64) -> tuple[I32, I32, I32]:
        """Protected points that have a copy under `model` (2, 3), their copies, and the bits between."""
        copy, bits = _supported(
            protected.xy, protected.size, protected.angle, as_words(protected.descriptors),
            self.xy, self.size, self.angle, self.words, model,
        )  # fmt: skip
        which = np.nonzero(copy >= 0)[0].astype(np.int32)
        return which, copy[which], bits[which]
