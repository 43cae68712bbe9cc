"""Small operations that several edits share."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.edits import RGB

LETTERS = "ㅋㅎ대박진짜이거봐OMG LOL 2024 가나다라 share now"


def through_jpeg(picture: RGB, quality: int) -> RGB:
    """What JPEG at this quality leaves of the picture."""
    _, data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(again[:, :, ::-1])


def resized(picture: RGB, width: int, height: int) -> RGB:
    """The picture at another size, area-averaged when it shrinks."""
    smaller = width * height < picture.shape[0] * picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (max(1, width), max(1, height)), interpolation=how), np.uint8)


def scaled(picture: RGB, factor: float) -> RGB:
    """The picture, `factor` times as wide and as high."""
    return resized(picture, round(picture.shape[1] * factor), round(picture.shape[0] * factor))


def filled(picture: RGB, width: int, height: int) -> RGB:
    """The picture's middle, cut and scaled so that it fills the given size."""
    factor = max(width / picture.shape[1], height / picture.shape[0])
    grown = resized(
        picture,
        max(width, round(picture.shape[1] * factor)),
        max(height, round(picture.shape[0] * factor)),
    )
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return grown[top : top + height, left : left + width]


def middle(picture: RGB, share: float, rng: np.random.Generator) -> RGB:
    """A random cut that keeps `share` of the area."""
    side = share**0.5
    height, width = picture.shape[:2]
    h, w = round(height * side), round(width * side)
    top, left = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
    return np.ascontiguousarray(picture[top : top + h, left : left + w])


def another(others: Sequence[RGB], rng: np.random.Generator) -> RGB:
    """One of the unrelated pictures."""
    return others[int(rng.integers(0, len(others)))]


def turned(picture: RGB, degrees: float) -> RGB:
    """Turned about its middle, the corners filled with grey."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=(90, 90, 90)), np.uint8)


def written(picture: RGB, words: str, at: tuple[float, float], size: float, colour: str) -> RGB:
    """Words over the picture: `at` and `size` are shares of its width and height."""
    image = Image.fromarray(picture)
    font = ImageFont.load_default(max(10, round(size * image.height)))
    place = (at[0] * image.width, at[1] * image.height)
    ImageDraw.Draw(image).text(place, words, fill=colour, font=font, stroke_width=2, stroke_fill="black")
    return np.asarray(image)


def blended(under: RGB, over: RGB, left: int, top: int, feather: int = 12) -> RGB:
    """`over` laid into `under`, its rim melted over `feather` pixels."""
    height, width = over.shape[:2]
    mask = np.zeros((height, width), np.float32)
    mask[feather // 2 : height - feather // 2, feather // 2 : width - feather // 2] = 1.0
    soft = np.asarray(cv2.blur(mask, (feather, feather)), np.float32)[:, :, None]
    out = under.copy()
    place = out[top : top + height, left : left + width]
    place[:] = (over * soft + place * (1 - soft)).round().astype(np.uint8)
    return out


def region_pasted(picture: RGB, share: float, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A random cut that keeps `share` of the area, melted into another picture."""
    part = middle(picture, share, rng)
    under = scaled(another(others, rng), 1.0)
    room = min(1.0, 0.9 * under.shape[1] / part.shape[1], 0.9 * under.shape[0] / part.shape[0])
    part = scaled(part, room) if room < 1 else part
    left = int(rng.integers(0, under.shape[1] - part.shape[1] + 1))
    top = int(rng.integers(0, under.shape[0] - part.shape[0] + 1))
    return blended(under, part, left, top)


def collage(picture: RGB, across: int, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """One tile of `across` x `across`, the others unrelated."""
    width, height = picture.shape[1] // across * across, picture.shape[0] // across * across
    out = np.zeros((height, width, 3), np.uint8)
    ours = int(rng.integers(0, across * across))
    for tile in range(across * across):
        shown = picture if tile == ours else another(others, rng)
        row, column = divmod(tile, across)
        h, w = height // across, width // across
        out[row * h : (row + 1) * h, column * w : (column + 1) * w] = filled(shown, w, h)
    return out
