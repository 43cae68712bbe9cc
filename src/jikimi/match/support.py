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

FAR_OUT = 1e6
"""Pixels; nothing is seen there."""


CELL = 16.0
ROW = 64
"""Cells of 16 pixels, 64 to a row and as many rows; what lies outside belongs to the nearest one."""


@njit(cache=True, nogil=True, inline="always")
def _cell(at: float) -> int:
    return min(ROW - 1, max(0, int(at / CELL)))


@njit(cache=True, nogil=True)
def _by_cell(xy: F32) -> tuple[I32, I32]:
    """Where each cell begins (and the end), and the points cell by cell."""
    begins = np.zeros(ROW * ROW + 2, np.int32)
    for point in range(len(xy)):
        begins[_cell(xy[point, 1]) * ROW + _cell(xy[point, 0]) + 2] += 1
    for cell in range(2, len(begins)):
        begins[cell] += begins[cell - 1]
    order = np.empty(len(xy), np.int32)
    for point in range(len(xy)):
        cell = _cell(xy[point, 1]) * ROW + _cell(xy[point, 0]) + 1
        order[begins[cell]] = point
        begins[cell] += 1
    return begins[:-1], order


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
    begins: I32,
    by_cell: I32,
    model: F64,
) -> tuple[I32, I32]:
    """For each protected point the seen point that is its copy, or -1, and the bits between them; one to one.

    Of copies that are as near the one with the lowest number is taken. `begins` and `by_cell` are the seen
    points' cells.
    """  # fmt: skip
    count = len(xy)
    copy = np.full(count, -1, np.int32)
    bits = np.full(count, 999, np.int32)
    taken = np.full(len(seen_xy), -1, np.int32)
    scale = np.sqrt(abs(model[0, 0] * model[1, 1] - model[0, 1] * model[1, 0]))
    turn = np.degrees(np.arctan2(model[1, 0], model[0, 0]))
    for point in range(count):
        x = model[0, 0] * xy[point, 0] + model[0, 1] * xy[point, 1] + model[0, 2]
        y = model[1, 0] * xy[point, 0] + model[1, 1] * xy[point, 1] + model[1, 2]
        if not (abs(x) < FAR_OUT and abs(y) < FAR_OUT):
            continue
        reach = REACH * max(1.0, scale * size[point] / FINEST)
        left, right = _cell(x - reach), _cell(x + reach)
        for row in range(_cell(y - reach), _cell(y + reach) + 1):
            for at in range(begins[row * ROW + left], begins[row * ROW + right + 1]):
                seen = by_cell[at]
                dx, dy = seen_xy[seen, 0] - x, seen_xy[seen, 1] - y
                if dx * dx + dy * dy > reach * reach:
                    continue
                ratio = seen_size[seen] / (size[point] * scale)
                if ratio > SIZE_RATIO or ratio * SIZE_RATIO < 1.0:
                    continue
                if abs((seen_angle[seen] - angle[point] - turn + 540.0) % 360.0 - 180.0) > MOST_DEGREES:
                    continue
                differ = differing(words[point], seen_words[seen])
                if differ <= FARTHEST and (
                    differ < bits[point] or (differ == bits[point] and seen < copy[point])
                ):
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
        self._cells = _by_cell(self.xy)

    def __len__(self) -> int:
        return len(self.xy)

    def supports(self, protected: Points, model: F64) -> tuple[I32, I32, I32]:
        """Protected points that have a copy under `model` (2, 3), their copies, and the bits between."""
        copy, bits = _supported(
            protected.xy, protected.size, protected.angle, as_words(protected.descriptors),
            self.xy, self.size, self.angle, self.words, *self._cells, model,
        )  # fmt: skip
        which = np.nonzero(copy >= 0)[0].astype(np.int32)
        return which, copy[which], bits[which]
