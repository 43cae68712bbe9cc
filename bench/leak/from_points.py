"""A picture from local points alone: for each, what other pictures show where their points look like it.

The attack of Weinzaepfel, Jegou and Perez ("Reconstructing an image from its local descriptors", 2011) at its
simplest: a dictionary of patches, the nearest few averaged, painted at the point's place, size and turn,
and blended. No learning; who learns from millions of pictures gets more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.points import F32, U8, Points, joined, scaled
from jikimi.fingerprint.protect import PYRAMID

SIDE = 16
"""Pixels of a patch in the dictionary."""

REACH = 1.5
"""A patch shows so many times the diameter of its point."""

NEAREST = 8
FARTHEST = 90.0
"""Bits at which a neighbour in the dictionary says nothing any more."""

CANVAS = 200
"""Longest side of the rebuilt picture, in pixels."""

_LEVELS = 6
_WINDOW_WIDTH = 0.27


class Dictionary:
    """Descriptors of other people's pictures, and what is seen there."""

    def __init__(self, greys: Iterable[U8], a_picture: int) -> None:
        descriptors, patches = [], []
        rng = np.random.default_rng(0)
        for grey in greys:
            points = _some(_points_of(grey), a_picture, rng)
            descriptors.append(points.descriptors)
            patches.append(_patches(grey, points))
        self._descriptors = np.concatenate(descriptors)
        seen = np.concatenate(patches).astype(np.float32)
        # A descriptor says which side is brighter, never how bright it all is.
        self._patches = seen - seen.mean(axis=(1, 2), keepdims=True)
        self._matcher = cv2.BFMatcher(cv2.NORM_HAMMING)

    def __len__(self) -> int:
        return len(self._descriptors)

    def like(self, descriptors: U8) -> tuple[F32, F32]:
        """For each descriptor a mean patch (n, 16, 16), and how far to trust it, 0 to 1."""
        found = self._matcher.knnMatch(descriptors, self._descriptors, k=NEAREST)
        which = np.array([[one.trainIdx for one in row] for row in found])
        bits = np.array([[one.distance for one in row] for row in found], np.float32)
        trust = np.maximum(0.05, 1 - bits.mean(axis=1) / FARTHEST)
        return self._patches[which].mean(axis=1), trust.astype(np.float32)


def from_points(points: Points, width: int, height: int, dictionary: Dictionary) -> F32:
    """A picture around zero, its longest side 200 pixels, from the points of one of `width` x `height`."""
    scale = CANVAS / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    painted = np.zeros(size[::-1], np.float32)
    weight = np.full(size[::-1], 1e-6, np.float32)
    if not len(points):
        return painted
    for number, (patch, trust) in enumerate(zip(*dictionary.like(points.descriptors), strict=True)):
        (x, y), across = points.xy[number] * scale, REACH * float(points.size[number]) * scale
        left, top = max(0, int(x - across)), max(0, int(y - across))
        right, bottom = min(size[0], int(x + across) + 2), min(size[1], int(y + across) + 2)
        if left >= right or top >= bottom:
            continue
        where = _placed(x - left, y - top, across / SIDE, float(points.angle[number]))
        here, room = (slice(top, bottom), slice(left, right)), (right - left, bottom - top)
        # What is small is painted over what is large.
        strength = trust / across * cv2.warpAffine(_window(), where, room)
        painted[here] += strength * cv2.warpAffine(patch, where, room)
        weight[here] += strength
    return np.asarray(painted / weight, np.float32)


def _points_of(grey: U8) -> Points:
    found = []
    for scale, _, count in PYRAMID:
        smaller = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found.append(scaled(orb(np.asarray(smaller, np.uint8), count), 1 / scale))
    return joined(found)


def _some(points: Points, count: int, rng: np.random.Generator) -> Points:
    kept = rng.permutation(len(points))[:count]
    return Points(points.xy[kept], points.size[kept], points.angle[kept], points.descriptors[kept])


def _patches(grey: U8, points: Points) -> U8:
    smaller: Sequence[U8] = [grey]
    for _ in range(_LEVELS - 1):
        smaller = [*smaller, np.asarray(cv2.pyrDown(smaller[-1]), np.uint8)]
    patches = np.empty((len(points), SIDE, SIDE), np.uint8)
    for number, (x, y) in enumerate(points.xy.tolist()):
        step = REACH * float(points.size[number]) / SIDE
        level = int(np.clip(np.round(np.log2(step)), 0, _LEVELS - 1))
        shrunk = 0.5**level
        where = _placed(x * shrunk, y * shrunk, step * shrunk, float(points.angle[number]))
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        patches[number] = cv2.warpAffine(
            smaller[level], where, (SIDE, SIDE), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
    return patches


def _placed(x: float, y: float, step: float, degrees: float) -> np.ndarray:
    """The transform (2, 3) from a patch's pixels to a picture's: middle at (x, y), so large, so turned."""
    cosine, sine = np.cos(np.radians(degrees)) * step, np.sin(np.radians(degrees)) * step
    middle = (SIDE - 1) / 2
    left, top = x - (cosine - sine) * middle, y - (sine + cosine) * middle
    return np.array([[cosine, -sine, left], [sine, cosine, top]])


def _window() -> F32:
    away = (np.arange(SIDE) - (SIDE - 1) / 2) / (SIDE * _WINDOW_WIDTH)
    fade = np.exp(-(away**2) / 2)
    return np.asarray(fade[:, None] * fade[None, :], np.float32)
