"""A card with large words, as people make them for one another."""

from __future__ import annotations

import numpy as np
from PIL import ImageFont

from demo.drawings.canvas import RGB, colour, photographed, size, sky

WORDS = (
    "maths test moved to friday", "who has the notes", "lost: one grey glove", "lunch at twelve",
    "bus is late again", "bring a ball", "choir at four", "happy birthday", "library closed today",
    "good luck tomorrow", "group photo monday", "page 48, exercises 2 to 9", "rain, so indoors",
    "does anybody have a charger", "the cat is back", "new timetable",
)  # fmt: skip


def draw(rng: np.random.Generator) -> RGB:
    """A card with large words, as people make them for one another."""
    width, height = size(rng)
    image, pen = sky(width, height, colour(rng, (0.4, 0.9)), colour(rng, (0.4, 0.9)))
    for _ in range(int(rng.integers(6, 24))):
        x, y, r = int(rng.integers(width)), int(rng.integers(height)), int(rng.integers(20, 160))
        shape = pen.ellipse if rng.random() < 0.5 else pen.rectangle
        shape(
            (x, y, x + r, y + int(r * rng.uniform(0.4, 1.2))),
            fill=colour(rng),
            outline=colour(rng, (0.1, 0.4)),
        )
    words = WORDS[int(rng.integers(len(WORDS)))].split()
    top = height * rng.uniform(0.1, 0.3)
    for word in words:
        letters = ImageFont.load_default(int(rng.integers(54, 110)))
        pen.text(
            (width * rng.uniform(0.03, 0.3), top),
            word,
            font=letters,
            fill=(255, 255, 255),
            stroke_width=4,
            stroke_fill=(20, 20, 30),
        )
        top += height * 0.7 / len(words)
    return photographed(image, rng)
