"""Vectors of what stands before the signals, and of PDQ."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from skimage import data

from bench.vectors.drawings import Drawing
from jikimi.fingerprint.decode.size_rule import canonical_size, halvings, shrink
from jikimi.fingerprint.pdq import one_size, pdq
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.protect import turns_of
from jikimi.fingerprint.seen import grey_of

SIZES = (
    (800, 600), (801, 600), (640, 801), (1000, 750), (1599, 900), (1600, 1201), (1603, 1),
    (3000, 2250), (3201, 2399), (4032, 3024), (9248, 6936), (16320, 12240),
)  # fmt: skip
COLOURS = ((0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (1, 1, 1), (10, 200, 30))
DRAWINGS = (
    Drawing(64, 64, 1, 12),
    Drawing(320, 240, 2, 40),
    Drawing(130, 511, 3, 25),
    Drawing(640, 427, 4, 60),
    Drawing(1901, 1303, 5, 80),
)
"""The last two are shrunk for PDQ, the very last one by the size rule before that."""

CARRIED = ("astronaut", "chelsea", "coffee", "camera", "coins", "page")
"""Of scikit-image's pictures, those that are PNG: a JPEG's pixels differ between decoders."""


def sizes() -> dict[str, Any]:
    """What becomes of sizes and of colours."""
    greys = grey_of(np.array([COLOURS], np.uint8))[0].tolist()
    return {
        "sizes": [
            {"original": list(size), "halvings": halvings(size), "canonical": list(canonical_size(size))}
            for size in SIZES
        ],
        "greys": [
            {"rgb": list(rgb), "grey": grey} for rgb, grey in zip(COLOURS, greys, strict=True)
        ],
    }  # fmt: skip


def pdqs() -> dict[str, Any]:
    """PDQ and quality of drawn and of carried pictures, in the eight turns."""
    pictures = [{"drawing": one.said(), **_eight(canonical(one.picture()))} for one in DRAWINGS]
    for name in CARRIED:
        picture = carried(name)
        said = {"width": picture.shape[1], "height": picture.shape[0]}
        sums = {"sha256_of_rgb_bytes": hashlib.sha256(picture.tobytes()).hexdigest()}
        pictures.append({"scikit_image": name, **said, **sums, **_eight(grey_of(picture))})
    return {"tolerance": {"bits": 2, "quality": 1}, "pictures": pictures}


def canonical(grey: U8) -> U8:
    """The picture after the size rule."""
    return shrink(grey, (grey.shape[1], grey.shape[0]))


def carried(name: str) -> U8:
    """One of scikit-image's pictures in RGB."""
    raw = np.asarray(getattr(data, name)(), np.uint8)
    return np.ascontiguousarray(raw if raw.ndim == 3 else np.repeat(raw[:, :, None], 3, axis=2))


def _eight(grey: U8) -> dict[str, Any]:
    hashed = [pdq(turned) for turned in turns_of(one_size(grey))]
    return {"quality": hashed[0][1], "pdqs": [bits.hex() for bits, _ in hashed]}
