"""Tidying up steps back behind those who search."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

LESS_URGENT = 5
"""How much nicer than others a thread that tidies is: where processors are short it gets a quarter of the
time of one who searches, so that it still comes to its end."""


def step_back() -> None:
    """Let other threads go before this one, where the system can say so of a thread (Linux)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            own = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + LESS_URGENT)
