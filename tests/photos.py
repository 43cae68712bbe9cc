"""Photographs to protect, from scikit-image's own wheel or drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data


def photograph(folder: Path, name: str = "astronaut", kind: str = "jpg") -> Path:
    """A benign photograph as a file: `astronaut`, `chelsea`, `coffee`, `rocket`."""
    path = folder / f"{name}.{kind}"
    Image.fromarray(getattr(data, name)()).save(path)
    return path


def flat_picture(folder: Path) -> Path:
    """A grey wall: too little in it to be recognised."""
    path = folder / "flat.png"
    Image.fromarray(np.full((400, 400, 3), 200, np.uint8)).save(path)
    return path
