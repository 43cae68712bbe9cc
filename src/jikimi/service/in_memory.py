"""Whether a folder lies in memory, so that it is gone after a restart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_IN_MEMORY: Final = {"tmpfs", "ramfs"}


def lies_in_memory(folder: Path) -> bool:
    """By the kernel's list of mounts; False where it cannot be told."""
    try:
        lines = Path("/proc/self/mountinfo").read_text().splitlines()
        target = os.path.realpath(folder)
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mounted_at = before.split(" ")[4].encode().decode("unicode_escape")
        if _is_under(target, mounted_at) and len(mounted_at) >= len(best):
            best, kind = mounted_at, after.split(" ", 1)[0]
    return kind in _IN_MEMORY


def _is_under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
