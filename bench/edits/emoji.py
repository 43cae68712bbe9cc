"""Round faces stuck on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB

GROUP = "overlays"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """Round faces stuck on it."""
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    for _ in range(6):
        r = int(rng.uniform(0.06, 0.11) * max(image.size))
        x, y = int(rng.integers(0, image.width)), int(rng.integers(0, image.height))
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#ffcc22", outline="#332200", width=3)
        pen.arc((x - r // 2, y - r // 3, x + r // 2, y + r // 2), 20, 160, fill="#332200", width=5)
        for side in (-1, 1):
            pen.ellipse(
                (x + side * r // 3 - 4, y - r // 3 - 6, x + side * r // 3 + 4, y - r // 3 + 6), fill="#332200"
            )
    return np.asarray(image)
