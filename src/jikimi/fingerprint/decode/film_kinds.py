"""Which files may move, told by their first bytes, and which readers may ever open them.

Each reader and each form of compression beyond the common ones is more code that a stranger may try.
"""

from __future__ import annotations

from jikimi.fingerprint.decode.kinds import PictureKind, kind_of

READERS = {"mp4": "mov", "webm": "matroska", "gif": "gif"}
"""The name of FFmpeg's reader for each kind."""

CODECS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "h263", "gif")
"""What phones, chats and browsers make. Sound is never opened."""

_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip"}
"""Boxes that older MP4 relatives begin with, instead of saying what they are."""


def film_kind_of(head: bytes) -> str | None:
    """The kind of film these bytes begin as (a GIF may turn out to stand still), or None."""
    if kind_of(head) is PictureKind.GIF:
        return "gif"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm"
    if (head[4:8] == b"ftyp" and kind_of(head) is None) or head[4:8] in _QUICKTIME:
        return "mp4"
    return None
