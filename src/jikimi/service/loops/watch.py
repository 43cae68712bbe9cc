"""`jikimi watch`: visits every room that is due."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from math import inf

from django.utils import timezone

from jikimi.service.loops.engine import Engine
from jikimi.service.loops.follow_bank import follow_bank
from jikimi.service.loops.rounds import do_all, keep_doing
from jikimi.service.loops.say import InPlainWords
from jikimi.service.loops.visit_room import visit_room
from jikimi.watch.actions.claim_room import claim_room
from jikimi.watch.queries import may_fetch

WHAT = "Watching"


class NoAuthority(InPlainWords):
    """Nothing may be watched."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is watched before it is recorded under which authority the centre may fetch such "
            "content. docs/legal-basis.md says what is needed; `jikimi authority record` writes it down."
        )


async def watch(engine: Engine, *, once: bool) -> None:
    """Errors: NoAuthority, at the start only; if it ends later, watching pauses and says so."""
    if not await engine.database(may_fetch):
        raise NoAuthority
    async with follow_bank(engine):
        if once:
            # Nobody comes back for the rest, so each room is read to its end.
            engine.pace = replace(engine.pace, visit_s=inf)
            step = partial(_visit_next, engine, timezone.now())
            await asyncio.gather(*(do_all(engine, WHAT, step) for _ in range(engine.pace.rooms_at_once)))
        else:
            visitors = (
                keep_doing(engine, WHAT, partial(_visit_next, engine, None), pause_s=engine.pace.idle_s)
                for _ in range(engine.pace.rooms_at_once)
            )
            await asyncio.gather(*visitors)


async def _visit_next(engine: Engine, due_by: datetime | None) -> bool:
    if not await engine.database(may_fetch):
        raise NoAuthority
    now = timezone.now()
    room = await engine.database(
        claim_room, list(engine.sources), now=now, lease_s=engine.pace.lease_s, due_by=due_by or now
    )
    if room is None:
        return False
    await visit_room(engine, room)
    return True
