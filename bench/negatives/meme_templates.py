"""The same joke's drawing, which is nearly all of both, under other words.

A helper who protects such a picture protects the drawing that everybody posts: its next use *is* a copy of
most of it. That is not asked to be silent; it is reported, so that a centre knows to refuse such pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from bench.edits import RGB
from bench.edits._tools import filled
from bench.negatives import SAME_SCENE
from bench.negatives._tools import blank, pixels, words, written

EXPECTED = SAME_SCENE
WIDE, TALL = 640, 700


def _meme(drawing: RGB, rng: np.random.Generator) -> RGB:
    image = blank(WIDE, TALL)
    image.paste(Image.fromarray(np.ascontiguousarray(filled(drawing, WIDE, 520))), (0, 90))
    written(image, (20, 22), words(rng, 5).upper(), 36)
    written(image, (20, 630), words(rng, 5).upper(), 36)
    return pixels(image)


def pair(rng: np.random.Generator, pictures: Sequence[RGB]) -> tuple[RGB, RGB]:
    """Two jokes over one picture."""
    drawing = pictures[int(rng.integers(0, len(pictures)))]
    return _meme(drawing, rng), _meme(drawing, rng)
