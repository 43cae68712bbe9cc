"""A city with lit windows."""

from __future__ import annotations

import numpy as np

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """A city with lit windows."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.1, 0.6)), colour(rng, (0.5, 0.9)))
    left = -10
    while left < width:
        wide, tall = int(rng.integers(50, 140)), int(height * rng.uniform(0.2, 0.8))
        pen.rectangle((left, height - tall, left + wide, height), fill=colour(rng, (0.12, 0.5), 0.4))
        lit = colour(rng, (0.6, 0.9))
        step_x, step_y = int(rng.integers(12, 22)), int(rng.integers(16, 30))
        for x in range(left + 8, left + wide - 10, step_x):
            for y in range(height - tall + 10, height - 20, step_y):
                if rng.random() < 0.6:
                    pen.rectangle((x, y, x + step_x // 2, y + step_y // 2), fill=lit)
        if rng.random() < 0.3:
            pen.line(
                (left + wide // 2, height - tall - 40, left + wide // 2, height - tall),
                fill=(40, 40, 40),
                width=3,
            )
        left += wide + int(rng.integers(-10, 16))
    return photographed(image, rng)
