"""What several families draw with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.edits import RGB
from bench.edits._tools import filled

WORDS = (
    "about after again along always answer around before begin below better between bring carry change "
    "clear close country course cross early earth enough every family father field figure final follow "
    "garden given group happen heard house island kind known later learn leave letter light listen little "
    "measure might money morning mother mountain music never night north number often order paper people "
    "plant point right river school second several simple small sound south special stand start state still "
    "story strong study table teach thing think those three through today together under until voice watch "
    "water while white whole wonder world write young"
)


def seed_of(rng: np.random.Generator) -> int:
    """A number to draw the same thing twice with."""
    return int(rng.integers(0, 2**31))


def words(rng: np.random.Generator, count: int) -> str:
    """So many words without a meaning."""
    every = WORDS.split()
    return " ".join(every[int(i)] for i in rng.integers(0, len(every), count))


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The letters that Pillow carries."""
    return ImageFont.load_default(size)


def colour(rng: np.random.Generator, low: int = 20, high: int = 235) -> tuple[int, int, int]:
    """A colour with each part in that range."""
    red, green, blue = (int(part) for part in rng.integers(low, high, 3))
    return red, green, blue


def blank(width: int, height: int, ground: tuple[int, int, int] | str = "white") -> Image.Image:
    """An empty sheet."""
    return Image.new("RGB", (width, height), ground)


def written(image: Image.Image, at: tuple[int, int], said: str, size: int, ink: str = "#1c1c1c") -> None:
    """Words on a sheet, their left upper corner at a place."""
    ImageDraw.Draw(image).text(at, said, fill=ink, font=font(size))


def two_of(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two different pictures."""
    one, other = rng.choice(len(pictures), 2, replace=False)
    return pictures[int(one)], pictures[int(other)]


def pasted(image: Image.Image, picture: RGB, box: tuple[int, int, int, int]) -> None:
    """A picture's middle, filling a box (left, top, right, bottom)."""
    left, top, right, bottom = box
    shown = np.ascontiguousarray(filled(picture, right - left, bottom - top))
    image.paste(Image.fromarray(shown), (left, top))


def pixels(image: Image.Image) -> RGB:
    """The sheet as an array."""
    return np.asarray(image.convert("RGB"), np.uint8)


def mottled(rng: np.random.Generator, width: int, height: int, base: tuple[int, int, int]) -> RGB:
    """Soft and fine blotches around one colour, as a studio's cloth or a plastered wall has."""
    import cv2

    ground = np.full((height, width, 3), base, np.float32)
    for grain, depth in ((6, 22), (24, 14), (90, 9), (260, 7)):
        coarse = rng.normal(0, depth, (grain * height // width + 2, grain)).astype(np.float32)
        ground += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[:, :, None]
    return ground.clip(0, 255).astype(np.uint8)
