"""Opens one small picture of every kind, so that all code is loaded before the walls close."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
from PIL import Image

from jikimi.fingerprint.decode.protocol import Purpose

_FORMS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
_SIDE = 96


def warm_up(answer: Callable[[int, Purpose, bytes], bytes]) -> None:
    """Call `answer` on each kind and purpose. What it answers does not matter."""
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 255, (_SIDE, _SIDE, 3), np.uint8))
    for form in _FORMS:
        held = io.BytesIO()
        picture.save(held, form)
        answer(0, Purpose.SEEN, held.getvalue())
    held = io.BytesIO()
    pillow_heif.from_pillow(picture).save(held)
    for data in (held.getvalue(), held.getvalue()[:-40]):
        answer(0, Purpose.PROTECT, data)
