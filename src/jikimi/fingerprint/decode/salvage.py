"""What can still be seen of a file that is cut off or damaged in the middle.

A viewer shows the part that arrived, so a few missing bytes must not hide a picture from us.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import ImageFile

from jikimi.fingerprint.decode.kinds import PictureKind
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason

FEWEST_ROWS = 0.25
"""The share of a picture's rows that must have arrived for it to be compared."""

_SHOWN_IN_PART = {PictureKind.JPEG, PictureKind.PNG, PictureKind.GIF, PictureKind.BMP, PictureKind.WEBP}


@contextmanager
def content_with_less() -> Iterator[None]:
    """Readers stop without complaint where the data ends. One thread at a time: Pillow's switch is global."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def as_if_whole(kind: PictureKind, data: bytes) -> bytes:
    """The data as its reader accepts it although something is missing.

    WebP's reader takes only files as long as they say; what is missing may be zeros.
    Errors: CouldNotRead, for kinds that show nothing unless they are whole.
    """
    if kind not in _SHOWN_IN_PART:
        raise CouldNotRead(Reason.BROKEN)
    if kind is not PictureKind.WEBP:
        return data
    declared = int.from_bytes(data[4:8], "little") + 8
    return data.ljust(min(declared, int(len(data) / FEWEST_ROWS)), b"\0")


def rows_that_arrived(picture: ImageFile.ImageFile) -> slice:
    """The rows between the flat fillings that decoders put in for what is missing (BMPs lack their top).

    Errors: CouldNotRead (cut off), if they are too few.
    """
    pixels = np.asarray(picture)
    rows = pixels.reshape(len(pixels), -1)
    filled = np.zeros(len(rows), bool)
    for edge in (-1, 0):
        across = pixels[edge].reshape(pixels.shape[1], -1)
        if (across == across[0]).all():
            filled |= (rows == rows[edge]).all(axis=1)
            break
    if np.count_nonzero(~filled) < max(1, len(rows) * FEWEST_ROWS):
        raise CouldNotRead(Reason.CUT_OFF)
    arrived = np.flatnonzero(~filled)
    return slice(int(arrived[0]), int(arrived[-1]) + 1)
