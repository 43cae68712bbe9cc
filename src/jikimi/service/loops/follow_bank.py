from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from jikimi.service.loops.engine import Engine
from jikimi.service.loops.rounds import keep_doing
from jikimi.service.loops.undone import Undone

MOST_NAMED = 20


@asynccontextmanager
async def follow_bank(engine: Engine) -> AsyncIterator[None]:
    """The bank as it stands; while the block runs, a change of it is in effect here within a second."""

    await engine.database(engine.follower.load)
    if engine.follower.unreadable:
        which = ", ".join(map(str, sorted(engine.follower.unreadable)[:MOST_NAMED]))
        engine.voice.not_done(
            Undone.PHOTO,
            f"{len(engine.follower.unreadable)} protected photographs cannot be read and are not looked for: "
            f"photo {which}. Protect them again, or restore a backup in which they are whole.",
            count=len(engine.follower.unreadable),
        )

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
