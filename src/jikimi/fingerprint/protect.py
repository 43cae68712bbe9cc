"""The fingerprint of a photograph to be watched for."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from jikimi.fingerprint.drawn import on_drawing
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.grid import cell_of
from jikimi.fingerprint.lacks import Lack, TooLittleToRecognise
from jikimi.fingerprint.orb import SMALLEST_SIDE, orb
from jikimi.fingerprint.pdq import one_size, pdq
from jikimi.fingerprint.person import heads
from jikimi.fingerprint.points import F32, U8, Points, joined, scaled
from jikimi.fingerprint.repeating import repeats
from jikimi.fingerprint.seen import grey_of

PYRAMID = ((1.0, 700, 1200), (0.5, 250, 350), (0.33, 150, 200))
"""Scales, and points at each: the strongest, by which it is looked up, and all by which it is compared. A
photograph in a collage or a chat is seen at a third of its size."""

LOOKED_UP = sum(strongest for _, strongest, _ in PYRAMID)

SOFTENED = 1.2
"""Pixels (standard deviation): a picture is softened before the points that it must have are counted."""

FEWEST_POINTS = 60
FEWEST_CELLS = 6
"""Of the 6 x 6 cells of a picture, so many must hold points: else all that has that one thing matches. Points
on letters and drawing do not count: every form and every screen of an app has the same."""


def turns_of(picture: U8) -> list[U8]:
    """The eight ways to turn and mirror a picture, colour or grey, itself first."""
    quarter_turns = [np.rot90(picture, turn) for turn in range(4)]
    mirrored = [np.rot90(picture[:, ::-1], turn) for turn in range(4)]
    return [np.ascontiguousarray(turned) for turned in quarter_turns + mirrored]


def protect(picture: U8) -> Fingerprint:
    """Eight PDQs and up to 1,750 points, also mirrored, of a canonical RGB picture (at most 800 pixels long).

    Errors: TooLittleToRecognise, with a sentence that says what would do better.
    """
    height, width = picture.shape[:2]
    if min(height, width) < SMALLEST_SIDE:
        raise TooLittleToRecognise(Lack.SIZE)
    grey = grey_of(picture)
    hashes = [pdq(turned) for turned in turns_of(one_size(grey))]
    _refuse_too_little(steady(grey), width, height)
    points = _at_all_scales(picture)
    if repeats(points.first(PYRAMID[0][1]), width, height):
        raise TooLittleToRecognise(Lack.ONCE)
    mirrored = _at_all_scales(np.ascontiguousarray(picture[:, ::-1]))
    quality = hashes[0][1]
    return Fingerprint(width, height, tuple(h for h, _ in hashes), quality, points, mirrored, heads(grey))


def _at_all_scales(picture: U8) -> Points:
    grey = grey_of(picture)
    strongest, rest = [], []
    for scale, few, count in PYRAMID:
        smaller = (
            grey if scale == 1 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
        found = scaled(orb(np.asarray(smaller, np.uint8), count), 1 / scale)
        strongest.append(found.first(few))
        rest.append(found.after(few))
    points = joined([*strongest, *rest])
    return replace(points, drawn=on_drawing(grey, points))


def steady(grey: U8) -> Points:
    """What is left of the points when the picture is softened: grain makes points that no copy has."""
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), SOFTENED), np.uint8)
    points = orb(soft, LOOKED_UP)
    return replace(points, drawn=on_drawing(grey, points))


def _refuse_too_little(points: Points, width: int, height: int) -> None:
    if not _enough(points.xy[points.photographed], width, height):
        drawn = _enough(points.xy, width, height)
        raise TooLittleToRecognise(Lack.CAMERA if drawn else Lack.DETAIL)


def _enough(xy: F32, width: int, height: int) -> bool:
    return len(xy) >= FEWEST_POINTS and len(np.unique(cell_of(xy, width, height))) >= FEWEST_CELLS
