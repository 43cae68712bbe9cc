"""The fingerprint of something seen in a room."""

from __future__ import annotations

import cv2
import numpy as np

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.pdq import one_size, pdq
from jikimi.fingerprint.points import U8

POINTS_SEEN = 2000


def grey_of(picture: U8) -> U8:
    """The luminance of an RGB picture (height, width, 3) -> (height, width)."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def fingerprint_seen(picture: U8) -> Fingerprint:
    """One PDQ and up to 2,000 points of a canonical RGB picture (longest side at most 800 pixels)."""
    height, width = picture.shape[:2]
    grey = grey_of(picture)
    hashed, quality = pdq(one_size(grey))
    return Fingerprint(width, height, (hashed,), quality, orb(grey, POINTS_SEEN))
