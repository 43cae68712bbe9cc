"""Doing what is due, again and again, or once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jikimi.service.loops.engine import Engine

Step = Callable[[], Awaitable[bool]]

# After so many failures, with nothing that went well between them, it is not the one thing's fault.
MOST_IN_A_ROW = 5


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
    """Until nothing is due any more. What goes wrong with one thing is told and does not stop the others."""
    in_a_row = 0
    while not engine.stop.is_set() and in_a_row < MOST_IN_A_ROW:
        try:
            if not await step():
                return
            in_a_row = 0
        except Exception as trouble:
            engine.voice.trouble(what, trouble)
            in_a_row += 1


async def _pause(engine: Engine, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await engine.stop.wait()
    except TimeoutError:
        return
