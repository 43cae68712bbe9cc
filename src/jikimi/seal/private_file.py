"""Files that only their owner may read: written whole or not at all, read only while that still holds."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from jikimi.seal.errors import KeyUnsafe

OTHERS: Final = 0o007
GROUP_AND_OTHERS: Final = 0o077


def read_private(path: Path, *, at_most: int, forbidden: int = GROUP_AND_OTHERS) -> bytes:
    """The file's bytes. Errors: FileNotFoundError, KeyUnsafe (open to others, a link, too large)."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError:
        raise KeyUnsafe(f"{path} cannot be read, or is a link to another file: it is not used.") from None
    with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise KeyUnsafe(f"{path} is not a plain file: it is not used.")
        if found.st_uid not in (os.geteuid(), 0):
            raise KeyUnsafe(f"{path} belongs to another user: it is not used.")
        if found.st_mode & forbidden:
            raise KeyUnsafe(f"Others on this machine can read {path}. Make it yours alone: chmod 600 {path}")
        content = file.read(at_most + 1)
    if len(content) > at_most:
        raise KeyUnsafe(f"{path} is too large to be a key: it is not used.")
    return content


def write_private(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Writes a file of mode 0600, whole and flushed, or leaves what was there. Its folder is made 0700.

    Errors: FileExistsError (unless `replace`), KeyUnsafe for a folder that others may change.
    """
    private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(content)
            file.flush()
            os.fsync(handle)
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
            draft.unlink()
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def private_folder(path: Path) -> None:
    """Makes the folder for its owner alone. Errors: KeyUnsafe if it is there and others may write into it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.stat()
    if found.st_uid not in (os.geteuid(), 0) or found.st_mode & 0o022:
        raise KeyUnsafe(
            f"Others on this machine can write into {path}. Make it yours alone: chmod 700 {path}"
        )


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
