"""Benign pictures in every form, made when they are needed."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pillow_heif
import skimage.data
from PIL import Image


@cache
def astronaut() -> Image.Image:
    """512 x 512, RGB."""
    return Image.fromarray(skimage.data.astronaut())


@cache
def coffee() -> Image.Image:
    """600 x 400, RGB."""
    return Image.fromarray(skimage.data.coffee())


def encode(picture: Image.Image, form: str, **how: object) -> bytes:
    """The picture as a file's bytes. `form` is Pillow's name, or HEIF."""
    held = io.BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(picture).save(held, quality=80)
    else:
        picture.save(held, form, **how)
    return held.getvalue()


def differ_by(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference of two pictures of one size, in levels of 255."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())
