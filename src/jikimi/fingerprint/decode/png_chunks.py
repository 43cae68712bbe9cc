"""A PNG with only what its picture needs.

Text, time and animation chunks are where PNG bombs hide, and a picture must not escape us by carrying one:
they are left out before anything opens the file.
"""

from __future__ import annotations

import zlib

from jikimi.fingerprint.decode.limits import MAX_EXIF_BYTES, MAX_PNG_CHUNKS, MAX_PROFILE_BYTES
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason

_SIGNATURE = 8
_ROUND_THE_DATA = 12
_PROFILE = b"iCCP"
_NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}


def only_the_picture(data: bytes) -> bytes:
    """The same PNG without chunks that are not needed. What cannot be followed is kept as it is.

    Of several profiles the first alone is opened: looking into thousands would take minutes.
    """
    kept = [data[:_SIGNATURE]]
    at = _SIGNATURE
    has_profile = False
    for _ in range(MAX_PNG_CHUNKS):
        if at + 8 > len(data):
            return b"".join(kept)
        end = at + _ROUND_THE_DATA + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        another = name == _PROFILE and has_profile
        if name in _NEEDED or (not another and _is_harmless(name, data[at + 8 : end - 4])):
            kept.append(data[at:end])
        has_profile |= name == _PROFILE
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise CouldNotRead(Reason.TOO_MANY_PARTS)


def _is_harmless(name: bytes, body: bytes) -> bool:
    if name == b"eXIf":
        return len(body) <= MAX_EXIF_BYTES
    return name == _PROFILE and _opens_within_bounds(body.partition(b"\0")[2][1:])


def _opens_within_bounds(packed: bytes) -> bool:
    try:
        opened = zlib.decompressobj()
        opened.decompress(packed, MAX_PROFILE_BYTES)
    except zlib.error:
        return False
    return not opened.unconsumed_tail
