"""A page of homework: lines, bars and numbers."""

from __future__ import annotations

import numpy as np
from PIL import ImageFont

from demo.drawings.canvas import RGB, colour, photographed, size, sky


def draw(rng: np.random.Generator) -> RGB:
    """A page of homework: lines, bars and numbers."""
    width, height = size(rng)
    image, pen = sky(width, height, (250, 248, 240), (236, 232, 222))
    for y in range(40, height, int(rng.integers(22, 44))):
        pen.line((0, y, width, y), fill=(190, 205, 225), width=1)
    left, bottom = width * 0.1, height * rng.uniform(0.6, 0.9)
    pen.line((left, height * 0.1, left, bottom), fill=(40, 40, 60), width=4)
    pen.line((left, bottom, width * 0.95, bottom), fill=(40, 40, 60), width=4)
    bars = int(rng.integers(4, 14))
    step = width * 0.82 / bars
    small = ImageFont.load_default(int(rng.integers(18, 28)))
    for bar in range(bars):
        tall = (bottom - height * 0.12) * rng.random()
        x = left + step * (bar + 0.2)
        pen.rectangle((x, bottom - tall, x + step * 0.6, bottom), fill=colour(rng), outline=(30, 30, 40))
        pen.text((x, bottom - tall - 28), str(int(rng.integers(1, 100))), font=small, fill=(30, 30, 40))
        pen.text((x, bottom + 8), "abcdefghijklmnop"[bar], font=small, fill=(30, 30, 40))
    points = [
        (left + width * 0.82 * n / 12, bottom - (bottom - height * 0.1) * rng.random()) for n in range(13)
    ]
    pen.line(points, fill=colour(rng, (0.2, 0.5), 0.9), width=5)
    return photographed(image, rng)
