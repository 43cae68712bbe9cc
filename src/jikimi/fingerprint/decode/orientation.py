"""Which way up: EXIF's tag 0x0112, read without touching anything else that EXIF may hold."""

from __future__ import annotations

import struct

import numpy as np

from jikimi.fingerprint.decode.limits import MAX_EXIF_BYTES
from jikimi.fingerprint.points import U8

UPRIGHT = 1
_ORIENTATION = 0x0112
_MAX_TAGS = 512


def orientation_in(exif: bytes | None) -> int:
    """The orientation, 1 to 8, that an EXIF block asks for; 1 where it asks nothing that makes sense."""
    if not exif or len(exif) > MAX_EXIF_BYTES:
        return UPRIGHT
    tiff = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (tags,) = struct.unpack_from(order + "H", tiff, first)
        for at in range(first + 2, first + 2 + 12 * min(tags, _MAX_TAGS), 12):
            tag, form, count, value = struct.unpack_from(order + "HHIH", tiff, at)
            if tag == _ORIENTATION:
                return value if form == 3 and count == 1 and 1 <= value <= 8 else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def upright(picture: U8, orientation: int) -> U8:
    """The picture (height, width, channels) turned as its orientation asks."""
    if orientation in (5, 6, 7, 8):
        picture = picture.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        picture = picture[::-1]
    if orientation in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    return np.ascontiguousarray(picture)
