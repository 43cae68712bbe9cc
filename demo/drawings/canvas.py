"""What the drawings share: a sky, a colour, the grain of a cheap camera."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

RGB = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]
SIZES = ((800, 600), (720, 720), (640, 800), (900, 600), (1000, 750))


def size(rng: np.random.Generator) -> tuple[int, int]:
    """Width and height in pixels."""
    return SIZES[int(rng.integers(len(SIZES)))]


def colour(rng: np.random.Generator, light: tuple[float, float] = (0.3, 0.9), strong: float = 0.6) -> Colour:
    """Any hue, its lightness in the given range."""
    red, green, blue = colorsys.hls_to_rgb(rng.random(), rng.uniform(*light), rng.uniform(strong / 2, strong))
    return round(red * 255), round(green * 255), round(blue * 255)


def sky(width: int, height: int, above: Colour, below: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An image that fades from one colour to another, and a pen for it."""
    share = np.linspace(0, 1, height)[:, None, None]
    fade = (np.array(above) * (1 - share) + np.array(below) * share).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(np.broadcast_to(fade, (height, width, 3))))
    return image, ImageDraw.Draw(image)


def photographed(image: Image.Image, rng: np.random.Generator) -> RGB:
    """The drawing as a camera sees it: slightly soft, with grain and a darker rim."""
    soft = cv2.GaussianBlur(np.asarray(image.convert("RGB")), (0, 0), 0.8).astype(np.float32)
    height, width = soft.shape[:2]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    rim = 1 - np.float32(0.18) * (down**2 + across**2)
    grain = rng.integers(-9, 10, (height, width), np.int8)
    seen = soft * rim[:, :, None] + grain[:, :, None]
    return np.asarray(np.clip(seen, 0, 255, out=seen), np.uint8)
