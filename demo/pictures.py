"""The demo's pictures, all benign: photographs that come with scikit-image, and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from skimage import data

from demo.drawings import KINDS, RGB

PROTECTED = ("astronaut", "chelsea", "coffee")
SCENES = (
    "hubble_deep_field", "retina", "immunohistochemistry", "coins", "moon", "page", "text", "brick", "grass",
    "gravel", "clock", "cell",
)  # fmt: skip
# To lay beside, under or over a copy. They stand nowhere else in the room: once an altered picture is
# confirmed it is looked for whole, and what was laid over it is part of it then.
LENT = ("rocket", "camera", "horse")
CUTS_A_SCENE = 4
SMALLEST = 200


@dataclass(frozen=True)
class Protected:
    """One photograph that is protected, and the name it goes by in the demo."""

    name: str
    pixels: RGB


def protected_pictures() -> list[Protected]:
    """Three photographs with nothing in common with the rest: a person, a cat, a cup of coffee."""
    return [Protected(name, _rgb(getattr(data, name)())) for name in PROTECTED]


def chat_pictures(count: int, seed: int = 7) -> list[RGB]:
    """`count` different pictures, as they pass through a chat: cut from scenes, and drawn."""
    rng = np.random.default_rng(seed)
    scenes = list(_cuts(rng))[: count // 3]
    pictures = [*scenes, *_drawn(count - len(scenes), rng)]
    return [pictures[n] for n in rng.permutation(count)]


def lent_pictures() -> list[RGB]:
    """What the disguises are made with: four scenes that are posted nowhere by themselves."""
    left, _right, _depth = data.stereo_motorcycle()  # type: ignore[no-untyped-call]
    return [*(_rgb(getattr(data, name)()) for name in LENT), _rgb(left)]


def _drawn(count: int, rng: np.random.Generator) -> list[RGB]:
    return [KINDS[number % len(KINDS)](rng) for number in range(count)]


def _cuts(rng: np.random.Generator) -> Iterator[RGB]:
    wholes = [_rgb(getattr(data, name)()) for name in SCENES]
    for cut in range(CUTS_A_SCENE):
        for whole in wholes:
            yield whole if cut == 0 else _cut(whole, rng)


def _cut(whole: RGB, rng: np.random.Generator) -> RGB:
    height, width = whole.shape[:2]
    share = rng.uniform(0.5, 0.75)
    h, w = max(SMALLEST, round(height * share)), max(SMALLEST, round(width * share))
    top, left = int(rng.integers(0, max(1, height - h))), int(rng.integers(0, max(1, width - w)))
    cut = whole[top : top + h, left : left + w]
    grow = rng.uniform(1.0, 1.6)
    return np.asarray(cv2.resize(cut, None, fx=grow, fy=grow, interpolation=cv2.INTER_CUBIC), np.uint8)


def _rgb(picture: np.ndarray) -> RGB:
    if picture.dtype == bool:
        picture = picture.astype(np.uint8) * 255
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    return np.ascontiguousarray(picture[:, :, :3], dtype=np.uint8)


def jpeg(picture: RGB, quality: int = 88) -> bytes:
    """The picture as a telephone would send it."""
    done, encoded = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("The picture could not be written as JPEG.")
    return encoded.tobytes()
