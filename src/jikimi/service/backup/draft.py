"""A file that is either there whole, under its name, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jikimi.service.plain_errors import CouldNot


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A path beside `path` for the block to write to (0600); it gets its name only if the block succeeds.

    Errors: CouldNot if `path` is there already or its folder is not.
    """
    if path.exists():
        raise CouldNot(f"{path} is there already; backups are not overwritten. Give another name.")
    if not path.parent.is_dir():
        raise CouldNot(f"There is no folder {path.parent}.")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
        flush(draft)
        os.link(draft, path)
        flush(path.parent)
    except FileExistsError:
        raise CouldNot(f"{path} was made by somebody else in the meantime. Give another name.") from None
    finally:
        draft.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Waits until it is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
