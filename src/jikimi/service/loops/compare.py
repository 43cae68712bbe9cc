from __future__ import annotations

import asyncio

from jikimi.fingerprint.film import Film
from jikimi.service.loops.engine import Engine
from jikimi.watch.bank_follower import Compared


async def compare(engine: Engine, seen: Film) -> Compared:
    """What a picture, or a video's frames, match, without holding up the event loop."""
    return await asyncio.to_thread(engine.follower.compare, seen)
