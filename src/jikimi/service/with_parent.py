"""A child that does not outlive its parent, however that one ended."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Final

_SET_DEATH_SIGNAL: Final = 1


def die_with_parent(parent: int | None = None) -> None:
    """The kernel ends this process when its parent ends. With `parent`, ends at once if that one is gone."""
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        raise SystemExit(0)
