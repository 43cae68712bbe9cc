"""A backup's own checksum: one line after its content, which every tool that reads the content passes over.

By hand: `tail -n 1 FILE` shows it, `head -c -92 FILE | sha256sum` counts it again.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO, Final

from jikimi.service.plain_errors import CouldNot

_BEFORE: Final = b"\n-- jikimi backup, sha256: "
_LINE: Final = re.compile(re.escape(_BEFORE) + rb"([0-9a-f]{64})\n")
LENGTH: Final = len(_BEFORE) + 64 + 1
_PIECE: Final = 2**20


def add_checksum(path: Path) -> str:
    """Appends the line; its 64 digits."""
    with path.open("r+b") as file:
        digits = _digits_of(file, path.stat().st_size)
        file.write(_BEFORE + digits.encode() + b"\n")
    return digits


def take_checksum(path: Path) -> bool:
    """Checks the content and takes the line away; False, and nothing is done, where there is none.

    Errors: CouldNot for content that is not what was written.
    """
    length = path.stat().st_size - LENGTH
    with path.open("r+b") as file:
        if length < 0:
            return False
        file.seek(length)
        found = _LINE.fullmatch(file.read())
        if found is None:
            return False
        file.seek(0)
        if _digits_of(file, length).encode() != found.group(1):
            raise CouldNot(
                "This backup is damaged: its content is not what was written (its checksum differs). Nothing "
                "was changed. Take another copy of it, or an older backup."
            )
        file.truncate(length)
    return True


def _digits_of(file: BinaryIO, length: int) -> str:
    """Of the next `length` bytes, to whose end the file is read."""
    counted = hashlib.sha256()
    while length > 0 and (piece := file.read(min(_PIECE, length))):
        counted.update(piece)
        length -= len(piece)
    return counted.hexdigest()
