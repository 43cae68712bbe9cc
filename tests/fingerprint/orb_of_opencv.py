"""The points that OpenCV's own ORB finds, tile by tile: what ours must be."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from jikimi.fingerprint.orb_numbers import CELLS, CORNER_BAR, OVERLAP, SPARE, TILES
from jikimi.fingerprint.points import F32, U8


def _in_tile(grey: U8, rows: tuple[int, int], columns: tuple[int, int], count: int) -> tuple[F32, U8]:
    top, left = max(0, rows[0] - OVERLAP), max(0, columns[0] - OVERLAP)
    tile = grey[top : rows[1] + OVERLAP, left : columns[1] + OVERLAP]
    detector = cv2.ORB.create(
        nfeatures=count, scaleFactor=1.2, nlevels=8, edgeThreshold=16, patchSize=31, fastThreshold=CORNER_BAR
    )
    found, descriptors = detector.detectAndCompute(tile, None)
    if not found:
        return np.zeros((0, 5), np.float32), np.zeros((0, 32), np.uint8)
    points = np.array([(*p.pt, p.size, p.angle, p.response) for p in found], np.float32)
    points[:, 0] += left
    points[:, 1] += top
    inside = (points[:, 0] >= columns[0]) & (points[:, 0] < columns[1])
    inside &= (points[:, 1] >= rows[0]) & (points[:, 1] < rows[1])
    return points[inside], np.asarray(descriptors, np.uint8)[inside]


def orb_of_opencv(grey: U8, count: int) -> tuple[F32, U8]:
    """(n, 5) x, y, size, angle, strength; (n, 32) descriptors."""
    rows = [grey.shape[0] * i // TILES for i in range(TILES + 1)]
    columns = [grey.shape[1] * i // TILES for i in range(TILES + 1)]
    share = max(1, round(count / TILES**2 * SPARE))
    tiles = [_in_tile(grey, r, c, share) for r in pairwise(rows) for c in pairwise(columns)]
    points, descriptors = (np.concatenate([tile[part] for tile in tiles]) for part in (0, 1))
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (x, y, *_) in enumerate(points.tolist()):
        cells.setdefault((int(y * CELLS / grey.shape[0]), int(x * CELLS / grey.shape[1])), []).append(number)
    ranked = [
        (rank, -points[number, 4], number)
        for own in cells.values()
        for rank, number in enumerate(sorted(own, key=lambda number: (-points[number, 4], number)))
    ]
    spread = [number for *_, number in sorted(ranked)[:count]]
    return points[spread], descriptors[spread]
