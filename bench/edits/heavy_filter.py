"""A heavy colour filter with grain and dark corners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.edits import RGB

GROUP = "copies"
KIND = "same"


def apply(picture: RGB, rng: np.random.Generator, others: Sequence[RGB]) -> RGB:
    """A heavy colour filter with grain and dark corners."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    corners = 1 - 0.45 * (x**2 + y**2)[:, :, None]
    warm = np.array([1.15, 0.95, 0.7])
    curved = 255 * (picture / 255.0) ** 0.8
    grainy = curved * warm * corners + rng.normal(0, 8, picture.shape)
    return np.asarray(grainy.clip(0, 255), np.uint8)
