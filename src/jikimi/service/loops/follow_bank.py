from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from jikimi.service.loops.engine import Engine
from jikimi.service.loops.rounds import keep_doing


@asynccontextmanager
async def follow_bank(engine: Engine) -> AsyncIterator[None]:
    """While the block runs, a change of the bank is in effect here within a second."""

    async def catch_up() -> bool:
        return await engine.database(engine.follower.catch_up) > 0

    following = asyncio.create_task(
        keep_doing(engine, "Following the bank", catch_up, pause_s=engine.pace.follow_s)
    )
    try:
        yield
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
