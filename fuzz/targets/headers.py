"""Our own readers of files' beginnings and parts, which see a stranger's bytes before any library does."""

from __future__ import annotations

import struct

from jikimi.fingerprint.decode import jpeg_segments, png_chunks
from jikimi.fingerprint.decode.film_kinds import film_kind_of
from jikimi.fingerprint.decode.kinds import PictureKind, is_video, kind_of
from jikimi.fingerprint.decode.orientation import orientation_in
from jikimi.fingerprint.decode.reasons import CouldNotRead

_EXIF = b"Exif\0\0II*\0" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, 6, 0)


def seeds() -> list[bytes]:
    """A JPEG with EXIF, profile, comment and two scans; a PNG with a profile; beginnings of other kinds."""
    jpeg = b"\xff\xd8"
    for marker, body in ((0xE1, _EXIF), (0xE2, b"ICC_PROFILE\0\1\1"), (0xFE, b"words"), (0xDB, bytes(65))):
        jpeg += bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
    jpeg += b"\xff\xda\0\x03\0data\xff\0\xff\xd0more\xff\xda\0\x03\0\xff\xd9"
    png = b"\x89PNG\r\n\x1a\n"
    for name, body in (
        (b"IHDR", bytes(13)),
        (b"tEXt", b"a\0b"),
        (b"iCCP", b"a\0\0x\x9c\3\0\0\0\0\1"),
        (b"IEND", b""),
    ):
        png += struct.pack(">I", len(body)) + name + body + bytes(4)
    boxes = [
        struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + b"avif" for brand in (b"heic", b"isom")
    ]
    others = [
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"RIFF\x10\0\0\0AVI ",
        b"GIF89a",
        b"BM",
        b"\x1aE\xdf\xa3",
        b"\0\0\0\x08moov",
    ]
    return [jpeg, png, _EXIF, *boxes, *others]


def one_input(data: bytes) -> None:
    assert orientation_in(data) in range(1, 9)
    kind = kind_of(data)
    assert is_video(data) in (True, False)
    assert film_kind_of(data) in (None, "gif", "webm", "mp4")
    try:
        if kind is PictureKind.JPEG:
            kept, exif = jpeg_segments.only_the_picture(data)
            assert len(kept) <= len(data)
            assert kept[:2] == data[:2]
            assert exif is None or exif in data
        elif kind is PictureKind.PNG:
            kept = png_chunks.only_the_picture(data)
            assert len(kept) <= len(data)
            assert png_chunks.only_the_picture(kept) == kept
    except CouldNotRead:
        pass
