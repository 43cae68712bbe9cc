"""The database work of a loop: one piece after another, in a thread of its own, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Self, TypeVar

from django.db import InterfaceError, OperationalError, connections

P = ParamSpec("P")
R = TypeVar("R")


class DatabaseThread:
    """`await database(action, ...)` runs an action. Use as `async with DatabaseThread() as database`."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")

    async def __call__(self, action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(_run, partial(action, *args, **kwargs)))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, connections.close_all)
        self._thread.shutdown(wait=True)


def _run(action: Callable[[], R]) -> R:
    try:
        return action()
    except (OperationalError, InterfaceError):
        # The server may have been restarted: the next piece of work connects anew.
        connections.close_all()
        raise
