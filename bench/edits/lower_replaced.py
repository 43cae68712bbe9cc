"""The upper 40 % kept, the rest replaced by another picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB
from bench.edits._tools import another, filled

GROUP = "altered"
KIND = "altered"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """The upper 40 % kept, the rest replaced by another picture."""
    height, width = picture.shape[:2]
    cut = round(height * 0.4)
    out = filled(another(others, rng), width, height).copy()
    out[:cut] = picture[:cut]
    rim = max(4, height // 50)
    fade = np.linspace(1, 0, rim)[:, None, None]
    out[cut : cut + rim] = (picture[cut : cut + rim] * fade + out[cut : cut + rim] * (1 - fade)).astype(
        np.uint8
    )
    return out
