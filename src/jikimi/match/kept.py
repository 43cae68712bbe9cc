"""A protected photograph's points as the bank holds them: in the steps of the fingerprint's format.

Of 100,000 photographs every byte counts a hundred thousand times two thousand. What a sealed record brings is
in these steps already (record.py); what comes from elsewhere is rounded to them. Descriptors lie in the
order of the ring (ring.py), which leaves distances as they are, and are there once, for the index and for the
closer look.
"""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.points import DESCRIPTOR_BYTES, F32, U8, Points
from jikimi.fingerprint.record import PLACE_STEPS, SIZE_STEP, SMALLEST
from jikimi.match.ring import ringed

STEPS = 256
ANGLE_STEP = np.float32(360 / STEPS)
SIZES: F32 = (np.float32(SMALLEST) * np.float32(SIZE_STEP) ** np.arange(STEPS, dtype=np.float32)).astype(
    np.float32
)
"""Diameter in pixels, by step."""

LINE = 64
"""Bytes of memory that come together; a row that begins within one does not need two."""


class Kept:
    """`n` points, in one piece of memory: rows of 32 bytes, then for each point its angle and size (a byte
    each), then its place (two numbers of two bytes), then a bit where it is drawn."""

    __slots__ = ("_marked", "_memory", "address", "n")

    def __init__(self, points: Points) -> None:
        self.n = len(points)
        self._marked = points.drawn is not None
        parts = [ringed(points.descriptors), _turns_and_sizes(points), _places(points)]
        if points.drawn is not None:
            parts.append(np.packbits(points.drawn, bitorder="little"))
        whole = np.concatenate([np.ascontiguousarray(part).view(np.uint8).ravel() for part in parts])
        memory = np.empty(len(whole) + LINE, np.uint8)
        before = -memory.ctypes.data % LINE
        self._memory: U8 = memory[before : before + len(whole)]
        self._memory[:] = whole
        self.address = self._memory.ctypes.data

    def __len__(self) -> int:
        return self.n

    def points(self) -> Points:
        """The points again, their descriptors in the order of the ring."""
        n, memory = self.n, self._memory
        at = n * DESCRIPTOR_BYTES
        steps = memory[at : at + 2 * n].reshape(n, 2)
        places = memory[at + 2 * n : at + 6 * n].view("<u2").reshape(n, 2)
        marks = None
        if self._marked:
            marks = np.unpackbits(memory[at + 6 * n :], bitorder="little")[:n].astype(bool)
        return Points(
            np.asarray(places / PLACE_STEPS, np.float32),
            SIZES[steps[:, 1]],
            steps[:, 0].astype(np.float32) * ANGLE_STEP,
            memory[:at].reshape(n, DESCRIPTOR_BYTES),
            marks,
        )


def in_the_ring(points: Points) -> Points:
    """The points with their descriptors in the order of the ring."""
    rows = ringed(points.descriptors).view(np.uint8).reshape(-1, DESCRIPTOR_BYTES)
    return Points(points.xy, points.size, points.angle, rows, points.drawn)


def _turns_and_sizes(points: Points) -> U8:
    angles = np.rint(points.angle / ANGLE_STEP).astype(np.int64) % STEPS
    sizes = np.rint(np.log(points.size / SMALLEST) / np.log(SIZE_STEP)).clip(0, STEPS - 1)
    return np.stack([angles, sizes], axis=1).astype(np.uint8)


def _places(points: Points) -> U8:
    return np.rint(points.xy * PLACE_STEPS).clip(0, 65535).astype("<u2").view(np.uint8)
