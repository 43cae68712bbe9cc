"""Files beneath one folder, however strangely they are named: no way out, nothing but plain files opened."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from jikimi.sources.base import MediaGone, SourceRefused

LARGEST_FILE = 64 * 2**20
"""What is read of one file at most, in bytes; a larger one is refused."""

DEEPEST = 64
"""Folders within folders that are followed."""

OUTSIDE = "The file that is named here lies outside its own folder; it was not opened."
NOT_A_FILE = "This is not an ordinary file; it was not opened."
A_LINK = "This is a link to another place; it was not followed."
NO_PERMISSION = "You may not read this file."
NOT_THERE = "The file is not there."
TOO_LARGE = "The file is larger than 64 MB, more than Jikimi reads."

_ROOT = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FOLDER = _ROOT | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PIECE = 2**20
_ANSWERS = {
    errno.ENOENT: NOT_THERE,
    errno.ENAMETOOLONG: NOT_THERE,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.ELOOP: A_LINK,
    errno.ENOTDIR: A_LINK,
    errno.ENXIO: NOT_A_FILE,
}


def open_beneath(root: Path, relative: str) -> int:
    """A descriptor of the plain file at `relative`, a path with slashes. No link on the way is followed.

    Errors: MediaGone, SourceRefused (outside, a link, not a plain file, not permitted).
    """
    parts = relative.split("/")
    if len(parts) > DEEPEST or "\0" in relative or any(part in ("", ".", "..") for part in parts):
        raise SourceRefused(OUTSIDE)
    folder = open_or_say(str(root), _ROOT)
    try:
        for part in parts[:-1]:
            inner = open_or_say(part, _FOLDER, folder)
            os.close(folder)
            folder = inner
        return _open_plain_file(parts[-1], folder)
    finally:
        os.close(folder)


def is_there(root: Path, relative: str) -> bool:
    """Whether a plain file lies at `relative`. Errors: SourceRefused."""
    try:
        os.close(open_beneath(root, relative))
    except MediaGone:
        return False
    return True


@asynccontextmanager
async def stream_beneath(
    root: Path, relative: str, largest: int = LARGEST_FILE
) -> AsyncIterator[AsyncIterator[bytes]]:
    """The bytes of one file in pieces. Errors: as `open_beneath`, and SourceRefused past `largest` bytes."""
    file = await asyncio.to_thread(open_beneath, root, relative)
    try:
        yield _pieces(file, largest)
    finally:
        os.close(file)


async def _pieces(file: int, largest: int) -> AsyncIterator[bytes]:
    read = 0
    while piece := await asyncio.to_thread(_read, file):
        read += len(piece)
        if read > largest:
            raise SourceRefused(TOO_LARGE)
        yield piece


def _read(file: int) -> bytes:
    try:
        return os.read(file, _PIECE)
    except OSError:
        raise SourceRefused("The file could not be read to its end: the disk reports an error.") from None


def open_folder(name: str, beneath: int | None = None) -> int:
    """A descriptor of a folder. Beneath another one, links are refused. Errors: as `open_beneath`."""
    return open_or_say(name, _ROOT if beneath is None else _FOLDER, beneath)


def open_or_say(name: str, how: int, folder: int | None = None) -> int:
    """`os.open` whose errors are sentences: MediaGone, SourceRefused."""
    try:
        return os.open(name, how, dir_fd=folder)
    except OSError as error:
        sentence = _ANSWERS.get(error.errno or 0, "The file could not be opened: the disk reports an error.")
        raise (MediaGone if sentence == NOT_THERE else SourceRefused)(sentence) from None


def _open_plain_file(name: str, folder: int) -> int:
    # Looked at first: opening a device may do something.
    try:
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except OSError as error:
        raise MediaGone(_ANSWERS.get(error.errno or 0, NOT_THERE)) from None
    if not stat.S_ISREG(mode):
        raise SourceRefused(A_LINK if stat.S_ISLNK(mode) else NOT_A_FILE)
    file = open_or_say(name, _FILE, folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise SourceRefused(NOT_A_FILE)
    return file
