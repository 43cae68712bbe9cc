"""The seven readers that may ever open a file, each called by name: nothing else of Pillow is loaded."""

from __future__ import annotations

import io

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from jikimi.fingerprint.decode import jpeg_segments, png_chunks
from jikimi.fingerprint.decode.kinds import PictureKind
from jikimi.fingerprint.decode.limits import MAX_PIXELS
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason

AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.options.DECODE_THREADS = 0
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False

_READERS: dict[PictureKind, type[ImageFile.ImageFile]] = {
    PictureKind.JPEG: JpegImagePlugin.JpegImageFile,
    PictureKind.PNG: PngImagePlugin.PngImageFile,
    PictureKind.WEBP: WebPImagePlugin.WebPImageFile,
    PictureKind.GIF: GifImagePlugin.GifImageFile,
    PictureKind.BMP: BmpImagePlugin.BmpImageFile,
    PictureKind.AVIF: AvifImagePlugin.AvifImageFile,
    PictureKind.HEIC: pillow_heif.HeifImageFile,
}


def open_picture(kind: PictureKind, data: bytes) -> ImageFile.ImageFile:
    """The picture with only its header read. Errors: CouldNotRead, and whatever Pillow raises."""
    exif = None
    if kind is PictureKind.PNG:
        data = png_chunks.only_the_picture(data)
    elif kind is PictureKind.JPEG:
        data, exif = jpeg_segments.only_the_picture(data)
    elif kind is PictureKind.WEBP and _webp_pixels(data) > MAX_PIXELS:
        raise CouldNotRead(Reason.TOO_MANY_PIXELS)
    picture = _READERS[kind](io.BytesIO(data))
    if exif:
        picture.info["exif"] = exif
    return picture


def _webp_pixels(data: bytes) -> int:
    """WebP's reader lays out its canvas as it opens the file, so the header is asked first."""
    form = data[12:16]
    if form == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(data[26:28], "little") & 0x3FFF) * (int.from_bytes(data[28:30], "little") & 0x3FFF)
