"""A meadow of flowers."""

from __future__ import annotations

import numpy as np

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """A meadow of flowers."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.2, 0.6)), colour(rng, (0.15, 0.5)))
    for _ in range(260):
        x, y, tall = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(20, 90))
        pen.line((x, y, x + int(rng.integers(-12, 12)), y + tall), fill=colour(rng, (0.2, 0.5)), width=2)
    for _ in range(int(rng.integers(14, 34))):
        x, y, r = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(14, 60))
        petals, leaf, turn = int(rng.integers(5, 11)), colour(rng, (0.45, 0.85), 0.9), rng.uniform(0, 6)
        for petal in range(petals):
            angle = turn + 2 * np.pi * petal / petals
            px, py = x + r * 0.7 * np.cos(angle), y + r * 0.7 * np.sin(angle)
            pen.ellipse(
                (px - r * 0.42, py - r * 0.42, px + r * 0.42, py + r * 0.42), fill=leaf, outline=(70, 50, 50)
            )
        pen.ellipse(
            (x - r * 0.35, y - r * 0.35, x + r * 0.35, y + r * 0.35), fill=colour(rng, (0.3, 0.7), 0.9)
        )
    return photographed(image, rng)
