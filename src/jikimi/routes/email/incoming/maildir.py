"""A maildir that is ours alone: what is new is read, then moved to what was read, as maildirs do."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from jikimi.routes.email.incoming.base import MAX_BYTES, MOST_AT_ONCE, Found, InboxUnavailable, Place

_READ: Final = ":2,S"


class Maildir:
    """`folder` holds `new/` and `cur/`. What lies in `cur/` already is left alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def account(self) -> str:
        return f"maildir:{self._folder}"

    def fetch(self, after: Place) -> list[Found]:
        del after  # the place is kept by moving
        try:
            names = sorted(entry.name for entry in os.scandir(self._folder / "new") if _is_plain(entry))
        except OSError:
            raise InboxUnavailable(
                "The maildir that [inbox] maildir names cannot be read: it needs the folders new and cur."
            ) from None
        return [Found(_read(self._folder / "new" / name), 0, 0, name) for name in names[:MOST_AT_ONCE]]

    def check(self) -> None:
        """Errors: InboxUnavailable."""
        self.fetch(Place(0, 0, date.min))

    def done(self, found: Found) -> None:
        base = found.name.partition(":")[0]
        try:
            with suppress(FileNotFoundError):  # another process was first
                (self._folder / "new" / found.name).rename(self._folder / "cur" / (base + _READ))
        except OSError:
            raise InboxUnavailable(
                "Letters in the maildir that [inbox] maildir names cannot be moved from new to cur."
            ) from None


def _is_plain(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)


def _read(path: Path) -> bytes:
    """Empty for what cannot be read or is no plain file: nothing here may lead elsewhere or block."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        return file.read(MAX_BYTES) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
