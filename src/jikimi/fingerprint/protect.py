"""The fingerprint of a photograph to be watched for."""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.pdq import one_size, pdq
from jikimi.fingerprint.points import U8, Points
from jikimi.fingerprint.seen import grey_of

POINTS_PROTECTED = 1000
FEWEST_POINTS = 60
LOWEST_PDQ_QUALITY = 50
SPREAD_GRID = 6
FEWEST_CELLS = 6
"""Of the 6 x 6 cells of a picture, this many must hold points, or every picture with that one thing matches."""


class TooLittleToRecognise(ValueError):
    """The picture is too flat or too small to be told from others. The message is for the person."""


def turns_of(picture: U8) -> list[U8]:
    """The eight ways to turn and mirror a picture, itself first."""
    quarter_turns = [np.rot90(picture, turn) for turn in range(4)]
    mirrored = [np.rot90(picture[:, ::-1], turn) for turn in range(4)]
    return [np.ascontiguousarray(turned) for turned in quarter_turns + mirrored]


def protect(picture: U8) -> Fingerprint:
    """Eight PDQs and up to 1,000 points, also mirrored, of a canonical RGB picture (longest side at most 800).

    Errors: TooLittleToRecognise, with a sentence that says what would do better.
    """
    height, width = picture.shape[:2]
    hashes = [pdq(turned) for turned in turns_of(one_size(picture))]
    points = orb(grey_of(picture), POINTS_PROTECTED)
    _refuse_too_little(points, width, height, hashes[0][1])
    mirrored = orb(grey_of(np.ascontiguousarray(picture[:, ::-1])), POINTS_PROTECTED)
    return Fingerprint(width, height, tuple(h for h, _ in hashes), hashes[0][1], points, mirrored)


def _refuse_too_little(points: Points, width: int, height: int, quality: int) -> None:
    what_helps = "A sharper or larger photo, with more than sky, wall or a plain ground in it, works better."
    cells = {(int(x * SPREAD_GRID / width), int(y * SPREAD_GRID / height)) for x, y in points.xy.tolist()}
    if len(points) < FEWEST_POINTS or len(cells) < FEWEST_CELLS or quality < LOWEST_PDQ_QUALITY:
        raise TooLittleToRecognise(
            f"This picture has too little in it to be recognised: {len(points)} clear points were found, "
            f"{FEWEST_POINTS} spread over the picture are needed. {what_helps}"
        )
