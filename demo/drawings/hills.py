"""Hills behind hills, trees, and a house or two."""

from __future__ import annotations

import numpy as np

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """Hills behind hills, trees, and a house or two."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.5, 0.8)), colour(rng, (0.75, 0.95)))
    sun = int(rng.integers(40, 90))
    left, top = int(rng.integers(0, width - sun)), int(rng.integers(10, height // 4))
    pen.ellipse((left, top, left + sun, top + sun), fill=(255, 236, int(rng.integers(120, 220))))
    across = np.arange(0, width + 8, 8)
    for layer in range(int(rng.integers(3, 6))):
        base = height * (0.4 + 0.13 * layer)
        waves = sum(
            rng.uniform(6, 40) * np.sin(across / rng.uniform(40, 220) + rng.uniform(0, 6)) for _ in range(3)
        )
        ridge = [(int(x), int(base + y)) for x, y in zip(across, np.atleast_1d(waves), strict=True)]
        shade = int(rng.integers(60, 130)), int(rng.integers(110, 180)), int(rng.integers(50, 110))
        pen.polygon([*ridge, (width, height), (0, height)], fill=shade)
        for _ in range(int(rng.integers(3, 14))):
            x, y = ridge[int(rng.integers(len(ridge)))]
            tall = int(rng.integers(14, 50))
            pen.polygon(
                [(x, y - tall), (x - tall // 3, y + 4), (x + tall // 3, y + 4)],
                fill=colour(rng, (0.15, 0.35)),
            )
    for _ in range(int(rng.integers(1, 4))):
        x, y, w = (
            int(rng.integers(20, width - 120)),
            int(rng.integers(height // 2, height - 90)),
            int(rng.integers(40, 90)),
        )
        pen.rectangle((x, y, x + w, y + w * 0.7), fill=colour(rng, (0.5, 0.9)))
        pen.polygon([(x - 6, y), (x + w / 2, y - w * 0.5), (x + w + 6, y)], fill=colour(rng, (0.25, 0.5)))
        pen.rectangle((x + w * 0.4, y + w * 0.35, x + w * 0.6, y + w * 0.7), fill=colour(rng, (0.1, 0.3)))
    return photographed(image, rng)
