"""Work on several things at once, hand the results on in the order in which the things came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def in_order(
    things: AsyncIterator[T], work: Callable[[T], Awaitable[R]], *, window: int, batch: int
) -> AsyncGenerator[list[R], None]:
    """Yields what is finished from the front on, at most `batch` results at once.

    No more than `window` things are held at a time. An error of `things` is raised after everything
    that came before it was yielded; an error of `work` when its turn comes.
    """
    pending: deque[asyncio.Task[R]] = deque()
    places = asyncio.Semaphore(window)
    news = asyncio.Event()

    async def begin_all() -> None:
        # One task alone reads the source, so that its timeouts are entered and left in the same task.
        try:
            async for thing in things:
                await places.acquire()
                task = asyncio.ensure_future(work(thing))
                task.add_done_callback(lambda _: news.set())
                pending.append(task)
        finally:
            if isinstance(things, AsyncGenerator):
                await things.aclose()

    feeder = asyncio.create_task(begin_all())
    feeder.add_done_callback(lambda _: news.set())
    try:
        while pending or not feeder.done():
            await news.wait()
            news.clear()
            while pending and pending[0].done():
                ready: list[R] = []
                while pending and pending[0].done() and len(ready) < batch:
                    ready.append(pending.popleft().result())
                    places.release()
                yield ready
        await feeder
    finally:
        feeder.cancel()
        for task in pending:
            task.cancel()
        await asyncio.gather(feeder, *pending, return_exceptions=True)
