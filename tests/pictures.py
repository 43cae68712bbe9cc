"""Benign pictures for the tests: what scikit-image carries, at the canonical size."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from skimage import data

RGB = npt.NDArray[np.uint8]

PROTECTED = ("astronaut", "chelsea", "coffee", "motorcycle_left", "rocket")
UNRELATED = ("brick", "camera", "coins", "gravel", "hubble_deep_field", "moon", "page", "retina", "grass")
LONGEST = 800


@lru_cache(maxsize=32)
def photograph(name: str) -> RGB:
    """A picture by its name in scikit-image, RGB, its longest side at most 800 pixels. Do not write to it."""
    raw = data.stereo_motorcycle()[0] if name == "motorcycle_left" else getattr(data, name)()
    picture = raw if raw.ndim == 3 else np.repeat(raw[:, :, None], 3, axis=2)
    factor = min(1.0, LONGEST / max(picture.shape[:2]))
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    shrunk = np.ascontiguousarray(cv2.resize(picture[:, :, :3], size, interpolation=cv2.INTER_AREA))
    shrunk.flags.writeable = False
    return shrunk.astype(np.uint8)


def unrelated() -> list[RGB]:
    """Pictures that have nothing to do with the protected ones."""
    return [photograph(name) for name in UNRELATED]
