"""What a file is, told by its first bytes. Names and declared types are claims of a stranger."""

from __future__ import annotations

from enum import StrEnum

HEAD = 64
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class PictureKind(StrEnum):
    """The only forms that are ever opened."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    AVIF = "avif"
    HEIC = "heic"


_BEGINNINGS = (
    (b"\xff\xd8\xff", PictureKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", PictureKind.PNG),
    (b"GIF87a", PictureKind.GIF),
    (b"GIF89a", PictureKind.GIF),
    (b"BM", PictureKind.BMP),
)


def kind_of(data: bytes) -> PictureKind | None:
    """The kind of picture these bytes begin as, or None."""
    for begins, kind in _BEGINNINGS:
        if data.startswith(begins):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PictureKind.WEBP
    return _kind_of_container(data) if data[4:8] == b"ftyp" else None


def is_video(head: bytes) -> bool:
    """Whether these first bytes begin a video: MP4 and its relatives, Matroska and WebM, AVI, MPEG."""
    if head[4:8] == b"ftyp":
        return _kind_of_container(head) is None
    return head.startswith((b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")) or (
        head.startswith(b"RIFF") and head[8:12] == b"AVI "
    )


def _kind_of_container(data: bytes) -> PictureKind | None:
    end = min(int.from_bytes(data[:4]), HEAD, len(data))
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & {b"avif", b"avis"}:
        return PictureKind.AVIF
    return PictureKind.HEIC if brands & _HEIC_BRANDS else None
