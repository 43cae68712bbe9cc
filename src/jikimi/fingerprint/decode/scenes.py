"""Which few frames stand for a film: one a scene, and never more than a bound, however long it is.

Frames come one after another and cannot be held. What differs from everything kept is kept; when that grows
too many, of the two that are most alike one goes. So the kept ones are always spread over all that was shown,
and a picture that stood there for two seconds stays, since nothing else is like it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jikimi.fingerprint.points import F32, U8

SMALL = 32
"""Frames are compared at this many pixels across and down."""

_CELL = 4
_LOUDEST = 16
SAME_SCENE = 9.0
"""Mean grey levels by which the most different quarter of two frames may differ and still be one scene."""

_FLAT = 3.0
"""Standard deviation in grey levels: a frame of one colour shows nothing."""

_MUCH_STILLER = 0.5

Levels = npt.NDArray[np.int16]


@dataclass(slots=True)
class Kept:
    """A frame that stands for its scene. `unrest` is how far it was from the frame looked at before it."""

    second: float
    small: Levels
    unrest: float
    pixels: U8


class Scenes:
    """At most `most` frames of those that are offered, as different from one another as they can be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[Kept] = []
        self._before: Levels | None = None
        self._flat: Kept | None = None

    def offer(self, second: float, small: U8, pixels: Callable[[], U8]) -> None:
        """One frame: `small` is (32, 32, 3), `pixels` makes the whole of it where it is kept."""
        levels = small.astype(np.int16)
        unrest = 0.0 if self._before is None else float(difference(levels[None], self._before)[0])
        self._before = levels
        if float(levels.std()) < _FLAT:
            if self._flat is None and not self._kept:
                self._flat = Kept(second, levels, unrest, pixels())
            return
        if not self._kept:
            self._kept.append(Kept(second, levels, unrest, pixels()))
            return
        away = difference(np.stack([kept.small for kept in self._kept]), levels)
        nearest = int(away.argmin())
        if away[nearest] >= SAME_SCENE:
            self._kept.append(Kept(second, levels, unrest, pixels()))
            if len(self._kept) > self._most:
                self._drop_one()
        elif unrest < _MUCH_STILLER * self._kept[nearest].unrest:
            # In the middle of a movement or of a fade is where a picture is least itself.
            self._kept[nearest] = Kept(second, levels, unrest, pixels())

    def chosen(self) -> list[Kept]:
        """In the order of time. Empty only if nothing was offered."""
        if not self._kept:
            return [self._flat] if self._flat else []
        return sorted(self._kept, key=lambda kept: kept.second)

    def _drop_one(self) -> None:
        stack = np.stack([kept.small for kept in self._kept])
        away = np.stack([difference(stack, kept.small) for kept in self._kept])
        np.fill_diagonal(away, np.inf)
        one, other = np.unravel_index(int(away.argmin()), away.shape)
        del self._kept[max(int(one), int(other), key=lambda at: self._kept[at].unrest)]


def difference(many: Levels, one: Levels) -> F32:
    """How far each of (n, 32, 32, 3) is from one (32, 32, 3), by the quarter of the frame that differs most.

    A photograph laid into a corner changes little of the whole and much of its corner.
    """
    apart = np.abs(many - one).mean(axis=3, dtype=np.float32)
    side = SMALL // _CELL
    cells = apart.reshape(len(many), side, _CELL, side, _CELL).mean(axis=(2, 4)).reshape(len(many), -1)
    return np.asarray(np.partition(cells, -_LOUDEST, axis=1)[:, -_LOUDEST:].mean(axis=1), np.float32)
