"""Bytes to the canonical picture. In the product this runs in the worker only."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFile

from jikimi.fingerprint.decode.colour import to_srgb
from jikimi.fingerprint.decode.kinds import PictureKind, is_video, kind_of
from jikimi.fingerprint.decode.limits import MAX_BYTES, MAX_JPEG_PIXELS, MAX_PIXELS
from jikimi.fingerprint.decode.orientation import orientation_in, upright
from jikimi.fingerprint.decode.plugins import open_picture
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.salvage import as_if_whole, content_with_less, rows_that_arrived
from jikimi.fingerprint.decode.size_rule import Size, halvings, shrink
from jikimi.fingerprint.points import U8

WHITE = (255, 255, 255)
"""What lies behind transparent pixels: what chats and most viewers show."""

_MOST_JPEG_HALVINGS = 3


def canonical_pixels(data: bytes) -> U8:
    """The picture as (height, width, 3) uint8 sRGB, upright, longest side at most 800 (see `size_rule`).

    Of an animation, the first frame. Metadata is dropped, a broken colour profile ignored. A picture that is
    cut off is read as far as a viewer would show it, if at least a quarter of its rows arrived.
    Errors: CouldNotRead.
    """
    kind = _kind(data)
    try:
        return _read(kind, data)
    except MemoryError:
        raise CouldNotRead(Reason.TOO_MUCH_MEMORY) from None
    except Image.DecompressionBombError:
        raise CouldNotRead(Reason.TOO_MANY_PIXELS) from None
    except CouldNotRead:
        raise
    except Exception:  # hostile bytes make Pillow's readers raise nearly anything
        raise CouldNotRead(Reason.BROKEN) from None


def _kind(data: bytes) -> PictureKind:
    if not data:
        raise CouldNotRead(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise CouldNotRead(Reason.TOO_MANY_BYTES)
    kind = kind_of(data)
    if kind is None:
        raise CouldNotRead(Reason.VIDEO if is_video(data) else Reason.UNKNOWN_KIND)
    return kind


def _read(kind: PictureKind, data: bytes) -> U8:
    try:
        picture, original = _load(kind, data)
        rows = slice(0, picture.height)
    except (OSError, SyntaxError, EOFError):
        with content_with_less():
            picture, original = _load(kind, as_if_whole(kind, data))
        rows = rows_that_arrived(picture)
    already = (-(-max(original) // max(picture.size))).bit_length() - 1
    pixels = _flat(picture)[rows]
    if len(pixels) < picture.height:
        original = (original[0], min(original[1], len(pixels) * 2**already))
    small = to_srgb(shrink(pixels, original, already), picture.info.get("icc_profile"))
    return upright(small, orientation_in(picture.info.get("exif")))


def _load(kind: PictureKind, data: bytes) -> tuple[ImageFile.ImageFile, Size]:
    """The picture with its pixels, and the size it had before the reader halved it."""
    picture = open_picture(kind, data)
    original = picture.size
    if kind is PictureKind.JPEG:
        if original[0] * original[1] > MAX_JPEG_PIXELS:
            raise CouldNotRead(Reason.TOO_MANY_PIXELS)
        factor = 2 ** min(halvings(original), _MOST_JPEG_HALVINGS)
        if 1 < factor <= min(original):
            picture.draft(picture.mode, (original[0] // factor, original[1] // factor))
    if picture.width * picture.height > MAX_PIXELS:
        raise CouldNotRead(Reason.TOO_MANY_PIXELS)
    picture.load()
    return picture, original


def _flat(picture: ImageFile.ImageFile) -> U8:
    """Grey (height, width), RGB or CMYK (height, width, channels) with nothing transparent left."""
    if picture.mode.startswith("I"):
        return (np.clip(np.asarray(picture, np.int32), 0, 0xFFFF) >> 8).astype(np.uint8)
    if picture.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        behind = Image.new("RGB", picture.size, WHITE)
        behind.paste(see_through, mask=see_through.getchannel("A"))
        return np.asarray(behind, np.uint8)
    if picture.mode in ("L", "RGB", "CMYK"):
        return np.asarray(picture, np.uint8)
    return np.asarray(picture.convert("L" if picture.mode == "1" else "RGB"), np.uint8)
