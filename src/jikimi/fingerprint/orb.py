"""Local points by ORB: they survive cropping, turning, embedding and the replacement of a part.

Rublee et al., "ORB: an efficient alternative to SIFT or SURF" (2011), as OpenCV 4 has it. The picture is
asked tile by tile: asked as a whole, ORB spends nearly all its points on the sharpest corners, which in a
disguised picture are the words, stickers and frames around it. (Measured on 13 hard edits of 20 photos:
found 0.95 with 3 x 3 tiles, 0.82 without.)
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np

from jikimi.fingerprint.points import DESCRIPTOR_BYTES, F32, U8, Points, no_points

TILES = 3
OVERLAP = 24
"""Pixels by which neighbouring tiles reach into one another, so that no point is lost at a seam."""

SPARE = 1.5
"""Each tile may offer this many times its share, for what flat tiles leave over."""

LEVELS = 8
LEVEL_STEP = 1.2
PATCH = 31
EDGE = 16
SMALLEST_SIDE = 64
"""Pixels; at the coarsest level of the pyramid less than this holds no whole point."""

CORNER_BAR = 12
"""FAST's bar in grey levels."""


@lru_cache(maxsize=16)
def _detector(count: int) -> cv2.ORB:
    return cv2.ORB.create(
        nfeatures=count,
        scaleFactor=LEVEL_STEP,
        nlevels=LEVELS,
        edgeThreshold=EDGE,
        patchSize=PATCH,
        fastThreshold=CORNER_BAR,
    )


def _in_tile(grey: U8, rows: tuple[int, int], columns: tuple[int, int], count: int) -> tuple[F32, U8] | None:
    """Up to `count` points whose middle lies in the tile: (n, 5) x, y, size, angle, strength; descriptors."""
    top, left = max(0, rows[0] - OVERLAP), max(0, columns[0] - OVERLAP)
    tile = grey[top : rows[1] + OVERLAP, left : columns[1] + OVERLAP]
    found, descriptors = _detector(count).detectAndCompute(tile, None)
    if not found:
        return None
    points = np.array([(*p.pt, p.size, p.angle, p.response) for p in found], np.float32)
    points[:, 0] += left
    points[:, 1] += top
    inside = (points[:, 0] >= columns[0]) & (points[:, 0] < columns[1])
    inside &= (points[:, 1] >= rows[0]) & (points[:, 1] < rows[1])
    strongest_first = np.argsort(-points[inside, 4], kind="stable")
    return points[inside][strongest_first], np.asarray(descriptors, np.uint8)[inside][strongest_first]


def orb(grey: U8, count: int) -> Points:
    """At most `count` points of a grey picture (height, width), each tile's strongest first."""
    height, width = grey.shape
    if min(height, width) < SMALLEST_SIDE:
        return no_points()
    rows = [height * i // TILES for i in range(TILES + 1)]
    columns = [width * i // TILES for i in range(TILES + 1)]
    share = max(1, round(count / TILES**2 * SPARE))
    tiles = [_in_tile(grey, r, c, share) for r in pairwise(rows) for c in pairwise(columns)]
    with_points = [tile for tile in tiles if tile is not None]
    if not with_points:
        return no_points()
    rank = np.concatenate([np.arange(len(points)) for points, _ in with_points])
    spread = np.argsort(rank, kind="stable")[:count]
    points = np.concatenate([points for points, _ in with_points])[spread]
    descriptors = np.concatenate([descriptors for _, descriptors in with_points])[spread]
    return Points(
        np.ascontiguousarray(points[:, :2]),
        np.ascontiguousarray(points[:, 2]),
        np.ascontiguousarray(points[:, 3]),
        np.ascontiguousarray(descriptors.reshape(-1, DESCRIPTOR_BYTES)),
    )
