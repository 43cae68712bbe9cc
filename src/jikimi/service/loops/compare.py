from __future__ import annotations

import asyncio

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.service.loops.engine import Engine
from jikimi.watch.bank_follower import Compared


async def compare(engine: Engine, seen: Fingerprint) -> Compared:
    """What a picture matches, without holding up the event loop."""
    return await asyncio.to_thread(engine.follower.compare, seen)
