"""Undoes gzip and deflate piece by piece, never past a bound: a small bomb stays small."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from jikimi.net.errors import FetchFailed, FetchTooLarge

_PIECE: Final = 64 * 1024
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS

ACCEPTED: Final = "gzip, deflate"


class BoundedDecoder:
    """Takes wire pieces, gives decoded ones of at most 64 KiB; counts both against `max_bytes`."""

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        coding = content_encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchFailed("The server packed its answer in a way that was not asked for.", sent=True)
        self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB) if coding not in ("", "identity") else None
        self._left_on_the_wire = max_bytes
        self._left = max_bytes
        self._begun = False

    def decode(self, piece: bytes) -> Iterator[bytes]:
        """Errors: FetchTooLarge past the bound, FetchFailed where the packing is broken."""
        self._left_on_the_wire -= len(piece)
        if self._left_on_the_wire < 0:
            raise FetchTooLarge("The server's answer is larger than allowed.", sent=True)
        if self._unpacker is None:
            yield piece
            return
        while piece:
            self._begun = True
            if self._unpacker.eof:
                self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                unpacked = self._unpacker.decompress(piece, min(_PIECE, self._left + 1))
            except zlib.error:
                raise FetchFailed("The server's packed answer is damaged.", sent=True) from None
            self._left -= len(unpacked)
            if self._left < 0:
                raise FetchTooLarge("The server's answer, unpacked, is larger than allowed.", sent=True)
            if unpacked:
                yield unpacked
            piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def finish(self) -> Iterator[bytes]:
        """What was still held back. Errors: FetchFailed where a packed answer was cut off."""
        if self._unpacker is None or not self._begun:
            return
        rest = self._unpacker.flush()
        if len(rest) > self._left:
            raise FetchTooLarge("The server's answer, unpacked, is larger than allowed.", sent=True)
        if not self._unpacker.eof:
            raise FetchFailed("The server's packed answer was cut off.", sent=True)
        if rest:
            yield rest
