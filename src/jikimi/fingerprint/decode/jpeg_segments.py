"""A JPEG with only what its picture needs, and its EXIF block beside it.

Comments and application data are where traps for parsers hide, and a picture must not escape us by carrying
one: they are left out before anything opens the file.
"""

from __future__ import annotations

import re

from jikimi.fingerprint.decode.limits import MAX_JPEG_SCANS, MAX_JPEG_SEGMENTS, MAX_PROFILE_BYTES
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason

_APP0, _EXIF, _PROFILE, _ADOBE, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd8]")
"""A marker that ends a scan's data: not a stuffed zero, not a fill byte, not a restart."""


def only_the_picture(data: bytes) -> tuple[bytes, bytes | None]:
    """The same JPEG without segments that are not needed, and its EXIF block, if it has one.

    What cannot be followed is kept as it is. Errors: CouldNotRead, for far too many segments or scans.
    """
    kept, at = [data[:2]], 2
    exif: bytes | None = None
    profile_bytes = 0
    for _ in range(MAX_JPEG_SEGMENTS):
        if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] == _SCAN:
            kept.append(data[at:])
            _refuse_too_many_scans(data, at)
            return b"".join(kept), exif
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        body = data[at + 4 : end]
        if marker == _EXIF and exif is None and body.startswith(b"Exif\0\0"):
            exif = body
        if marker == _PROFILE:
            profile_bytes += len(body)
        if _is_needed(marker) and (marker != _PROFILE or profile_bytes <= MAX_PROFILE_BYTES):
            kept.append(data[at:end])
        at = end
    raise CouldNotRead(Reason.TOO_MANY_PARTS)


def _is_needed(marker: int) -> bool:
    return marker in (_PROFILE, _ADOBE) or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _refuse_too_many_scans(data: bytes, at: int) -> None:
    if data.count(b"\xff\xda", at) <= MAX_JPEG_SCANS:
        return
    scans = 0
    while marker := _MARKER.search(data, at):
        at = marker.start()
        if data[at + 1] == _END:
            return
        scans += data[at + 1] == _SCAN
        if scans > MAX_JPEG_SCANS:
            raise CouldNotRead(Reason.TOO_MANY_PARTS)
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
