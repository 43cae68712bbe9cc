"""Banks of protected photographs for the bench of false alarms, made once and kept in the cache."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import jikimi.fingerprint
import jikimi.match
from bench.alarm_pictures import Halves, to_protect
from bench.pictures import cache_folder
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import from_bytes, to_bytes

A_FILE = 100
"""Records a file."""


def code_of(*packages: Path) -> str:
    """Sixteen letters that change with the sources of these folders."""
    told = hashlib.sha256()
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            told.update(path.name.encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


def folder_of(module: object) -> Path:
    """Where a package's sources lie."""
    return Path(str(getattr(module, "__file__", ""))).parent


def sources() -> tuple[str, str]:
    """What the fingerprints depend on, and what the verdicts depend on besides."""
    return code_of(folder_of(jikimi.fingerprint)), code_of(folder_of(jikimi.match))


def pictures_of(halves: Halves) -> str:
    """Sixteen letters that change with the pictures."""
    told = hashlib.sha256()
    for picture in (*halves.protected, *halves.asked):
        told.update(repr(picture.shape).encode() + picture[::16, ::16].tobytes())
    return told.hexdigest()[:16]


def bank(halves: Halves, size: int, until: float = float("inf")) -> Iterator[Fingerprint]:
    """So many protected photographs, fewer if the time (`time.monotonic`) is over before all are made."""
    folder = cache_folder() / f"alarm-bank-{pictures_of(halves)}-{sources()[0]}"
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, size, A_FILE):
        file = folder / f"{first:06}"
        if not file.exists():
            if time.monotonic() > until:
                return
            _write(file, [_record(number, halves) for number in range(first, first + A_FILE)])
        yield from [from_bytes(record) for record in _read(file)][: size - first]


def _record(number: int, halves: Halves) -> bytes:
    """Of a picture with too little in it, an empty record: it takes no other's place."""
    try:
        return to_bytes(protect(to_protect(number, halves)))
    except TooLittleToRecognise:
        return b""


def _write(file: Path, records: list[bytes]) -> None:
    whole = b"".join(len(record).to_bytes(4, "big") + record for record in records)
    unfinished = file.with_suffix(".new")
    unfinished.write_bytes(whole)
    unfinished.replace(file)


def _read(file: Path) -> list[bytes]:
    whole, at, records = file.read_bytes(), 0, []
    while at < len(whole):
        length = int.from_bytes(whole[at : at + 4], "big")
        records.append(whole[at + 4 : at + 4 + length])
        at += 4 + length
    return [record for record in records if record]
