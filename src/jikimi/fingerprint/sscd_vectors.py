"""What SSCD says of a picture: a vector for each of its crops, and which model said it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jikimi.fingerprint.points import F32

NUMBERS = 512
"""Numbers in one vector (SSCD's `sscd_disc_mixup` and what was made from it)."""

SHA256_BYTES = 32
LONGEST_RUNTIME = 64
MOST_CROPS = 32
LENGTH_OFF = 0.01
"""By how much a vector's length may differ from 1: what 16 bits a number leave of it."""


@dataclass(frozen=True, slots=True)
class ModelId:
    """Which model a vector is from. Vectors of two models, or of one model in two runtimes, tell nothing
    about one another.

    `sha256` is that of the model's file, `runtime` the name, version and processor of what ran it, and the
    size at which it looked: printable ASCII, 64 characters at most.
    """

    sha256: bytes
    runtime: str

    def __post_init__(self) -> None:
        if len(self.sha256) != SHA256_BYTES:
            raise ValueError("A model is named by the 32 bytes of its file's SHA-256.")
        fits = 0 < len(self.runtime) <= LONGEST_RUNTIME
        if not (fits and self.runtime.isascii() and self.runtime.isprintable()):
            raise ValueError("A runtime is named in 1 to 64 printable ASCII characters.")

    def __str__(self) -> str:
        return f"{self.sha256.hex()[:12]} ({self.runtime})"


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """`boxes` (n, 4) are the crops: left, top, right, bottom as shares of the width and height, 0 to 1.
    `vectors` (n, 512) have length 1. Without crops (n = 0) the picture is flat throughout.
    """

    model: ModelId
    boxes: F32
    vectors: F32

    def __post_init__(self) -> None:
        n = len(self.boxes)
        if n > MOST_CROPS or self.boxes.shape != (n, 4) or self.vectors.shape != (n, NUMBERS):
            raise ValueError("A picture has at most 32 crops, each with a box and 512 numbers.")
        left, top, right, bottom = self.boxes.T
        inside = (left >= 0) & (left < right) & (right <= 1) & (top >= 0) & (top < bottom) & (bottom <= 1)
        if not inside.all():
            raise ValueError("A crop lies within its picture.")
        lengths = np.linalg.norm(self.vectors, axis=1)
        if not (np.abs(lengths - 1) <= LENGTH_OFF).all():
            raise ValueError("A vector has length 1.")

    def __len__(self) -> int:
        return len(self.boxes)
