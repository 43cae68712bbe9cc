"""Keeps a lease alive while work on it goes on, so that leases can be short and a kill costs little."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from django.db import DatabaseError
from django.utils import timezone

from jikimi.cases.due import Lease, prolong
from jikimi.service.loops.engine import Engine


@asynccontextmanager
async def held(engine: Engine, leased: Lease) -> AsyncIterator[None]:
    """Prolongs the lease three times in its life. If it is lost, whoever records finds out."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(engine.pace.lease_s / 3)
            with suppress(DatabaseError):
                if not await engine.database(prolong, leased, timezone.now(), engine.pace.lease_s):
                    return

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
