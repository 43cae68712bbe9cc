"""Doing what is due, again and again, or once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jikimi.service.loops.engine import Engine

Step = Callable[[], Awaitable[bool]]


async def keep_doing(engine: Engine, what: str, step: Step, *, pause_s: float) -> None:
    """Until the engine stops. `step` does one due thing and says whether there was one.

    What goes wrong with one thing is told and does not stop the others; the pause grows while it goes on.
    """
    troubles = 0
    while not engine.stop.is_set():
        try:
            there_was_one = await step()
            troubles = 0
            engine.voice.fine(what)
        except Exception as trouble:
            engine.voice.trouble(what, trouble)
            there_was_one = False
            troubles += 1
        if not there_was_one:
            await _pause(engine, min(30.0, pause_s * 2.0 ** min(troubles, 10)))


async def do_all(engine: Engine, what: str, step: Step) -> None:
    """Until nothing is due any more."""
    try:
        while not engine.stop.is_set() and await step():
            pass
    except Exception as trouble:
        engine.voice.trouble(what, trouble)


async def _pause(engine: Engine, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await engine.stop.wait()
    except TimeoutError:
        return
