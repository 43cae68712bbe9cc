"""Walls around the web processes: what they must not read, the kernel refuses them.

Landlock (Linux 5.13 and later, no privileges needed) knows only what is allowed, so everything beside the
way to the forbidden folders is allowed, at every step of the way. Files made later right on that way stay
out of reach too. A process inside also cannot look into the memory of one outside.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

# Numbers from linux/landlock.h and asm-generic/unistd.h (the same on every architecture).
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GET_VERSION, _RULE_PATH_BENEATH = 1, 1
_NO_NEW_PRIVS = 38
_ALL_OF_VERSION_1: Final = (1 << 13) - 1
# Execute, write and read a file; the rest are rights on folders.
_OF_FILES: Final = 0b111


def landlock_version() -> int:
    """0 where the kernel has no Landlock."""
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, 0, _GET_VERSION)))


def keep_out_of(forbidden: Iterable[Path], *, but_into: Iterable[Path] = ()) -> bool:
    """From now on and for good this process cannot open anything in the `forbidden` folders.

    `but_into` are folders inside them that stay open. False where the kernel cannot do this.
    """
    closed = {Path(os.path.realpath(path)) for path in forbidden}
    opened = {Path(os.path.realpath(path)) for path in but_into}
    libc = _libc()
    if landlock_version() == 0 or libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    rights = struct.pack("=Q", _ALL_OF_VERSION_1)
    ruleset = libc.syscall(_CREATE_RULESET, rights, len(rights), 0)
    if ruleset < 0:
        return False
    try:
        for path in [*_beside(closed), *opened]:
            _allow(libc, ruleset, path)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _beside(closed: set[Path]) -> Iterator[Path]:
    """Everything that does not lie on the way to a closed folder, as few and as high places as possible."""
    on_the_way = {parent for path in closed for parent in path.parents}
    for folder in on_the_way:
        try:
            inside = list(folder.iterdir())
        except OSError:
            continue
        # A link may lead back onto the way; what it leads to is allowed, or not, in its own place.
        beside = (path for path in inside if not path.is_symlink())
        yield from (path for path in beside if path not in on_the_way and path not in closed)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _ALL_OF_VERSION_1 if path.is_dir() else _OF_FILES
        rule = struct.pack("=Qi", rights, handle)
        libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
