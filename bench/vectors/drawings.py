"""Pictures made by whole numbers alone, so that a vector needs no file (docs/fingerprint-format.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from jikimi.fingerprint.points import U8

SMALLEST = 4
"""Pixels of a rectangle's side, at least; at most as much and a quarter of the picture's side more."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Waves with rectangles over them; `width` and `height` in pixels."""

    width: int
    height: int
    seed: int
    rectangles: int

    def said(self) -> dict[str, int]:
        return asdict(self)

    def picture(self) -> U8:
        """Grey (height, width)."""
        y, x = np.mgrid[: self.height, : self.width]
        drawn = ((_wave(3 * x + y) + _wave(x + 2 * y)) // 2).astype(np.uint8)
        numbers = _numbers(self.seed)
        for _ in range(self.rectangles):
            a, b, c, d, e = (next(numbers) for _ in range(5))
            left, top = a % self.width, b % self.height
            wide, tall = SMALLEST + c % (self.width // 4), SMALLEST + d % (self.height // 4)
            drawn[top : top + tall, left : left + wide] = e % 256
        return np.asarray(drawn, np.uint8)


def in_colour(grey: U8) -> U8:
    """(height, width) -> (height, width, 3), with red, green and blue alike."""
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def _wave(at: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(at % 256 * 2 - 255))


def _numbers(seed: int) -> Iterator[int]:
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield state // 65536
