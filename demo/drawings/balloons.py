"""A feast: balloons, flags and confetti."""

from __future__ import annotations

import numpy as np

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """A feast: balloons, flags and confetti."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.55, 0.95)), colour(rng, (0.55, 0.95)))
    for _ in range(int(rng.integers(80, 240))):
        x, y, r = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(3, 10))
        pen.rectangle((x, y, x + r, y + r * 2), fill=colour(rng, (0.3, 0.8), 0.9))
    row = int(rng.integers(20, 90))
    for n in range(int(rng.integers(7, 14))):
        x = n * 90 + int(rng.integers(-8, 8))
        pen.polygon(
            [(x, row), (x + 70, row), (x + 35, row + int(rng.integers(50, 90)))],
            fill=colour(rng, (0.3, 0.7), 0.9),
        )
    for _ in range(int(rng.integers(4, 12))):
        x, y, r = int(rng.integers(width)), int(rng.integers(row + 60, height)), int(rng.integers(26, 80))
        pen.line((x, y + r, x + int(rng.integers(-30, 30)), y + r * 4), fill=(90, 90, 90), width=2)
        pen.ellipse(
            (x - r * 0.8, y - r, x + r * 0.8, y + r), fill=colour(rng, (0.35, 0.7), 0.9), outline=(60, 60, 60)
        )
        pen.ellipse((x - r * 0.4, y - r * 0.6, x - r * 0.15, y - r * 0.25), fill=(255, 255, 255))
    return photographed(image, rng)
