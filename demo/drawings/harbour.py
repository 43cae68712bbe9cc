"""Water, waves and boats."""

from __future__ import annotations

import numpy as np

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """Water, waves and boats."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.6, 0.9)), colour(rng, (0.7, 0.95)))
    line = int(height * rng.uniform(0.35, 0.55))
    pen.rectangle(
        (0, line, width, height),
        fill=(int(rng.integers(20, 70)), int(rng.integers(80, 140)), int(rng.integers(120, 190))),
    )
    for _ in range(220):
        x, y, long = int(rng.integers(width)), int(rng.integers(line, height)), int(rng.integers(8, 50))
        pen.line((x, y, x + long, y), fill=colour(rng, (0.4, 0.9), 0.3), width=2)
    for _ in range(int(rng.integers(2, 6))):
        x, y, w = (
            int(rng.integers(10, width - 160)),
            int(rng.integers(line, height - 40)),
            int(rng.integers(60, 150)),
        )
        pen.polygon(
            [(x, y), (x + w, y), (x + w * 0.8, y + w * 0.25), (x + w * 0.2, y + w * 0.25)],
            fill=colour(rng, (0.2, 0.5)),
        )
        mast = x + w * rng.uniform(0.4, 0.6)
        pen.line((mast, y, mast, y - w), fill=(60, 45, 30), width=4)
        pen.polygon(
            [(mast + 4, y - w), (mast + 4, y - 8), (mast + w * 0.4, y - 8)], fill=colour(rng, (0.6, 0.95))
        )
        pen.polygon(
            [(mast - 4, y - w * 0.8), (mast - 4, y - 8), (mast - w * 0.3, y - 8)],
            fill=colour(rng, (0.6, 0.95)),
        )
    return photographed(image, rng)
