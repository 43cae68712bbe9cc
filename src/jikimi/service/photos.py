"""Photographs on this machine to fingerprints. The files are read once and never copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jikimi.service.plain_errors import CouldNot

if TYPE_CHECKING:
    from jikimi.fingerprint.decode.pool import DecoderPool


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """`record` is what the bank keeps, or None with the reason in `refusal`. `strength` is for the person."""

    path: Path
    record: bytes | None
    refusal: str = ""
    strength: str = ""


def check_photos(paths: Sequence[Path]) -> None:
    """Errors: CouldNot for what is not there or not a file, before any work is done."""
    for path in paths:
        if path.is_dir():
            raise CouldNot(f"{path} is a folder. Name the photos in it, for example {path}/*.jpg")
        if not path.is_file():
            raise CouldNot(f"There is no photo at {path}.")


def read_photos(paths: Sequence[Path], processes: int) -> list[ReadPhoto]:
    """Every photo's fingerprint, or why it has none. Errors: CouldNot, DecoderUnavailable."""
    from jikimi.fingerprint.decode.pool import DecoderPool, DecoderUnavailable

    try:
        with DecoderPool(min(processes, len(paths))) as pool:
            return [_read(pool, path) for path in paths]
    except DecoderUnavailable as error:
        raise CouldNot(f"Pictures cannot be read on this machine: {error}") from None


def _read(pool: DecoderPool, path: Path) -> ReadPhoto:
    from jikimi.fingerprint.decode.limits import MAX_BYTES
    from jikimi.fingerprint.decode.pool import CouldNotRead
    from jikimi.fingerprint.record import to_bytes
    from jikimi.fingerprint.strength import in_words, strength_of

    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        fingerprint = pool.fingerprint_now(data, "protect")
        return ReadPhoto(path, to_bytes(fingerprint), strength=in_words(strength_of(fingerprint)))
    except CouldNotRead as refusal:
        return ReadPhoto(path, None, str(refusal))
