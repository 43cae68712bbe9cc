"""Local points of one picture: where they lie, how large, which way they face, what they look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
Marks = npt.NDArray[np.bool_]

DESCRIPTOR_BYTES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """`n` points of a picture, the strongest first.

    `xy` is (n, 2) float32 in pixels of the canonical picture, `size` (n,) float32 diameters in pixels,
    `angle` (n,) float32 degrees, `descriptors` (n, 32) uint8 (ORB, 256 bits). `drawn` (n,) bool marks those
    on letters, lines and flat signs; None where nobody looked: of something seen, and before version 3.
    """

    xy: F32
    size: F32
    angle: F32
    descriptors: U8
    drawn: Marks | None = None

    def __post_init__(self) -> None:
        n = len(self.xy)
        if (
            self.xy.shape != (n, 2)
            or self.size.shape != (n,)
            or self.angle.shape != (n,)
            or self.descriptors.shape != (n, DESCRIPTOR_BYTES)
            or (self.drawn is not None and self.drawn.shape != (n,))
        ):
            raise ValueError("The arrays of a set of points must have the same length.")

    def __len__(self) -> int:
        return len(self.xy)

    def first(self, n: int) -> Points:
        """The `n` strongest points."""
        drawn = None if self.drawn is None else self.drawn[:n]
        return Points(self.xy[:n], self.size[:n], self.angle[:n], self.descriptors[:n], drawn)

    def after(self, n: int) -> Points:
        """All but the `n` strongest points."""
        drawn = None if self.drawn is None else self.drawn[n:]
        return Points(self.xy[n:], self.size[n:], self.angle[n:], self.descriptors[n:], drawn)

    @property
    def photographed(self) -> Marks:
        """(n,) bool: which lie on what a camera saw; all of them where nobody looked."""
        return np.ones(len(self), bool) if self.drawn is None else ~self.drawn


def no_points() -> Points:
    """The points of a picture without any."""
    return Points(
        np.zeros((0, 2), np.float32),
        np.zeros(0, np.float32),
        np.zeros(0, np.float32),
        np.zeros((0, DESCRIPTOR_BYTES), np.uint8),
    )


def scaled(points: Points, factor: float) -> Points:
    """The points as they lie in the picture `factor` times as large."""
    grown = np.float32(factor)
    return Points(points.xy * grown, points.size * grown, points.angle, points.descriptors, points.drawn)


def joined(sets: Sequence[Points]) -> Points:
    """Several sets of points of one picture as one, in the given order; marked if each set is."""
    marks = [points.drawn for points in sets if points.drawn is not None]
    return Points(
        np.concatenate([points.xy for points in sets]),
        np.concatenate([points.size for points in sets]),
        np.concatenate([points.angle for points in sets]),
        np.concatenate([points.descriptors for points in sets]),
        np.concatenate(marks) if len(marks) == len(sets) else None,
    )
