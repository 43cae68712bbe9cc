"""Ctrl-C and SIGTERM end the demonstration in order: one exception, that nothing else catches."""

from __future__ import annotations

import signal
from types import FrameType


class Stopped(BaseException):
    """Somebody wants it to end. No KeyboardInterrupt: Python may answer that by killing itself."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def listen() -> None:
    """From now on both signals raise Stopped in the main thread."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)


def be_deaf() -> None:
    """While things are put away, a second Ctrl-C must not leave processes behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
