"""Every file beneath a folder, in one order that holds from day to day."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jikimi.sources.base import SourceError
from jikimi.sources.folder.beneath import A_LINK, DEEPEST, NOT_A_FILE, open_folder

_TOO_DEEP = "This folder lies too deep inside others; it was not looked into."
_CLOSED = "You may not look into this folder."


@dataclass(frozen=True, slots=True)
class Found:
    """A file by its path from the root (parts), or why something is not offered."""

    parts: tuple[str, ...]
    changed: datetime | None = None
    size: int | None = None
    problem: str | None = None


class Walk:
    """Sorted by name, folder by folder. Names that begin with a dot are left out and counted."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.hidden = 0

    def __iter__(self) -> Iterator[Found]:
        """Errors: MediaGone, SourceRefused, for the root alone."""
        root = open_folder(str(self._root))
        try:
            yield from self._beneath(root, ())
        finally:
            os.close(root)

    def _beneath(self, folder: int, above: tuple[str, ...]) -> Iterator[Found]:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            if name.startswith("."):
                self.hidden += 1
                continue
            at = (*above, name)
            try:
                found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            except OSError:
                continue  # gone since the folder was listed
            if stat.S_ISDIR(found.st_mode):
                yield from self._into(folder, at)
            elif stat.S_ISREG(found.st_mode):
                yield Found(at, _day(found.st_mtime), found.st_size)
            else:
                yield Found(at, problem=A_LINK if stat.S_ISLNK(found.st_mode) else NOT_A_FILE)

    def _into(self, folder: int, at: tuple[str, ...]) -> Iterator[Found]:
        if len(at) >= DEEPEST:
            yield Found(at, problem=_TOO_DEEP)
            return
        try:
            inner = open_folder(at[-1], folder)
        except SourceError:
            yield Found(at, problem=_CLOSED)
            return
        try:
            yield from self._beneath(inner, at)
        finally:
            os.close(inner)


def _day(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
