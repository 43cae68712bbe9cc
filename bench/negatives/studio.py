"""Another sitter (drawn) before the same studio's backdrop and flag, in the same uniform."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.edits import RGB
from bench.negatives import NOTHING
from bench.negatives._tools import colour, mottled, pixels
from jikimi.fingerprint.person import heads
from jikimi.fingerprint.seen import grey_of

EXPECTED = NOTHING
WIDE, TALL = 440, 540


def _studio() -> Image.Image:
    fixed = np.random.default_rng(5)
    image = Image.fromarray(mottled(fixed, WIDE, TALL, (92, 104, 122)))
    pen = ImageDraw.Draw(image)
    for stripe in range(9):
        pen.polygon(
            [(0, 40 + 44 * stripe), (90, 70 + 44 * stripe), (90, 92 + 44 * stripe), (0, 62 + 44 * stripe)],
            fill="#b3202c" if stripe % 2 else "#f2efe6",
        )
    for _ in range(24):
        x, y = int(fixed.integers(6, 84)), int(fixed.integers(40, 180))
        pen.regular_polygon((x, y, 5), 5, fill="#1e2f6b")
    return image


def _uniform(image: Image.Image) -> None:
    pen = ImageDraw.Draw(image)
    pen.polygon([(60, TALL), (110, 420), (180, 385), (260, 385), (330, 420), (380, TALL)], fill="#20293f")
    pen.polygon([(180, 385), (220, 470), (260, 385)], fill="#f4f4f0")
    pen.polygon([(212, 405), (228, 405), (236, TALL), (204, TALL)], fill="#8c1d2f")
    for row in range(8):
        pen.line([(206, 420 + 16 * row), (234, 410 + 16 * row)], fill="#d9b85c", width=4)
    pen.ellipse((288, 455, 322, 489), outline="#d9b85c", width=4)
    pen.regular_polygon((305, 472, 10), 5, fill="#d9b85c")
    for at in (430, 470, 510):
        pen.ellipse((256, at, 266, at + 10), fill="#c0a050")


def _head(image: Image.Image, rng: np.random.Generator) -> None:
    pen = ImageDraw.Draw(image)
    x, y = 220 + int(rng.integers(-10, 11)), 235 + int(rng.integers(-12, 13))
    w, h = int(rng.integers(68, 86)), int(rng.integers(92, 116))
    tone = float(rng.uniform(0.4, 1))
    skin = (round(235 * tone), round(190 * tone), round(160 * tone))
    hair = colour(rng, 10, 110)
    long = int(rng.integers(0, 150))
    pen.rectangle((x - 26, y + h - 30, x + 26, 395), fill=skin)
    pen.ellipse((x - w - 14, y - h - 22, x + w + 14, y + h // 2 + long), fill=hair)
    pen.ellipse((x - w, y - h, x + w, y + h), fill=skin)
    for _ in range(260):
        # Hair and skin have points of their own, as photographed ones do.
        turn, out, stroke = float(rng.uniform(0, 6.3)), float(rng.uniform(0.15, 1.0)), rng.normal(0, 11, 2)
        root = (x + out * w * float(np.cos(turn)), y + out * h * float(np.sin(turn)) - 8)
        shade = tuple(max(0, part + int(rng.integers(-30, 28))) for part in (skin if out < 0.9 else hair))
        tip = (root[0] + float(stroke[0]), root[1] + float(stroke[1]))
        pen.line([root, tip], fill=shade, width=int(rng.integers(2, 5)))
    fringe = int(rng.integers(20, 60))
    pen.chord((x - w, y - h - 8, x + w, y - h + 2 * fringe + 20), 180, 360, fill=hair)
    eyes, apart, wide = y - int(rng.integers(8, 26)), int(rng.integers(26, 38)), int(rng.integers(11, 17))
    for side in (-1, 1):
        at = x + side * apart
        pen.ellipse((at - wide, eyes - 8, at + wide, eyes + 8), fill="#f6f3ee", outline="#33251d", width=2)
        pen.ellipse((at - 7, eyes - 7, at + 7, eyes + 7), fill=colour(rng, 20, 120))
        lift = int(rng.integers(-5, 6))
        pen.line([(at - wide - 4, eyes - 20 + lift), (at + wide + 4, eyes - 20)], fill=hair, width=6)
    nose = int(rng.integers(20, 40))
    pen.line([(x, eyes + 8), (x - 8, eyes + 8 + nose), (x + 8, eyes + 8 + nose)], fill="#5a3d2e", width=3)
    smile, mouth = int(rng.integers(18, 34)), y + int(rng.integers(38, 56))
    pen.chord((x - smile, mouth - 14, x + smile, mouth + 12), 10, 170, fill="#9c3f44")
    for _ in range(int(rng.integers(0, 30))):
        left, top = x + int(rng.integers(-w, w) * 0.7), eyes + int(rng.integers(10, 70))
        pen.ellipse((left, top, left + 3, top + 3), fill="#6e4630")


def sitting(rng: np.random.Generator) -> RGB:
    """One sitter's portrait, about 440 x 540: the camera stands a little elsewhere each time, and has grain.

    As in all of 98 photographed portraits, the head is one that a cascade finds; what comes of those that it
    does not find is measured by bench.portraits.
    """
    while True:
        image = _studio()
        _head(image, rng)
        _uniform(image)
        left, top = (int(shift) for shift in rng.integers(0, 12, 2))
        nearer = float(rng.uniform(1.03, 1.08))
        box = (left, top, left + int(WIDE / nearer), top + int(TALL / nearer))
        drawn = pixels(image.crop(box).resize((WIDE, TALL), Image.Resampling.BICUBIC)).astype(np.float32)
        lit = drawn * rng.uniform(0.9, 1.08) + rng.normal(0, 4, (TALL, WIDE, 1))
        portrait = lit.clip(0, 255).astype(np.uint8)
        if heads(grey_of(portrait)):
            return portrait


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two sitters."""
    return sitting(rng), sitting(rng)
