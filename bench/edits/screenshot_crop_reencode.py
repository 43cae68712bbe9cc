"""In a chat, cut, and saved again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB, chat_screenshot, crop_70, reencode

GROUP = "chains"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """In a chat, cut, and saved again."""
    return reencode.apply(
        crop_70.apply(chat_screenshot.apply(picture, rng, others), rng, others), rng, others
    )
