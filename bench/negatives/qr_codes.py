"""QR codes of one size with other words in them, on the same card."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import blank, colour, pixels, seed_of, words, written

EXPECTED = NOTHING
SIDE = 400


def _card(template: int, rng: np.random.Generator) -> RGB:
    fixed = np.random.default_rng(template)
    image = blank(520, 640, colour(fixed, 200, 255))
    pen = ImageDraw.Draw(image)
    written(image, (60, 24), words(fixed, 3).upper(), 28)
    said = f"https://{words(rng, 1)}.example/{words(rng, 3).replace(' ', '/')}/{int(rng.integers(10**8))}"
    code = cv2.QRCodeEncoder.create().encode(said[:60].ljust(60, "x"))
    large = cv2.resize(code, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    image.paste(Image.fromarray(large).convert("RGB"), (60, 90))
    pen.rounded_rectangle((60, 520, 460, 600), 16, outline=colour(fixed, 0, 120), width=5)
    written(image, (90, 544), words(fixed, 4), 24)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two codes."""
    template = seed_of(rng)
    return _card(template, rng), _card(template, rng)
