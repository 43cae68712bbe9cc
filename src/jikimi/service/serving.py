"""Whether `serve` runs on this data folder: it holds a lock on a file there."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from jikimi.service.paths import home_folder


@contextmanager
def alone() -> Iterator[bool]:
    """Holds the lock for the block; False if another process holds it."""
    with (home_folder() / ".serving").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
