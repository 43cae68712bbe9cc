"""A telephone's picture of a chat with it inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.edits import RGB
from bench.edits._tools import scaled, through_jpeg

GROUP = "embedding"
KIND = "embedded"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A telephone's picture of a chat with it inside."""
    wide, tall = 720, 1280
    image = Image.new("RGB", (wide, tall), "#d7e3ee")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    pen.rectangle((0, 0, wide, 90), fill="#3d6a91")
    pen.text((90, 30), "School group (214)", fill="white", font=font)
    y = 110
    for line in ("who is this", "haha look", "send more"):
        long = int(rng.integers(220, 420))
        pen.rounded_rectangle((20, y, 20 + long, y + 60), 18, fill="white")
        pen.text((40, y + 14), line, fill="#222222", font=font)
        y += 78
    factor = min(560 / picture.shape[1], 700 / picture.shape[0])
    shown = scaled(picture, factor)
    image.paste(Image.fromarray(shown), (30, y))
    y += shown.shape[0] + 20
    while y < tall - 140:
        pen.rounded_rectangle((wide - 380, y, wide - 20, y + 60), 18, fill="#c9f0c1")
        pen.text((wide - 360, y + 14), f"no way  14:{int(rng.integers(10, 60))}", fill="#222222", font=font)
        y += 78
    pen.rectangle((0, tall - 90, wide, tall), fill="white")
    return through_jpeg(np.asarray(image), 75)
