"""Benign pictures, drawn: what people send each other in a chat. One file a kind, each with `draw`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from demo.drawings import balloons, card, chart, flowers, harbour, hills, skyline

RGB = npt.NDArray[np.uint8]
Draw = Callable[[np.random.Generator], RGB]

KINDS: tuple[Draw, ...] = (
    hills.draw,
    skyline.draw,
    harbour.draw,
    flowers.draw,
    card.draw,
    chart.draw,
    balloons.draw,
)
