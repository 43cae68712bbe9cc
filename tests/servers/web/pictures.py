"""Small benign pictures as files: the one that a link is about, others, and placeholders."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import skimage.data

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.seen import fingerprint_seen

SIDE = 320


@cache
def pixels(name: str) -> U8:
    """`removed` is a board with a few words, `logo` a sign; all others are photographs of scikit-image."""
    if name == "logo":
        sign = np.full((64, 64, 3), 240, np.uint8)
        cv2.circle(sign, (32, 32), 20, (30, 90, 160), -1)
        return sign
    if name == "removed":
        board = np.full((SIDE, SIDE, 3), 200, np.uint8)
        cv2.putText(board, "removed", (60, 170), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (90, 90, 90), 3)
        return board
    photo = np.asarray(getattr(skimage.data, name)(), np.uint8)
    return np.asarray(cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


@cache
def file(name: str, quality: int = 90) -> bytes:
    """The picture as a JPEG."""
    done, data = cv2.imencode(".jpg", pixels(name)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


@cache
def likeness(name: str) -> Fingerprint:
    return fingerprint_seen(pixels(name))
