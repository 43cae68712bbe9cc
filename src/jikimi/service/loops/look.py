"""One look at one link."""

from __future__ import annotations

import asyncio
from datetime import datetime

from django.utils import timezone

from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.service.loops.rhythms import looks_of
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.look_at import address_of
from jikimi.takedown.models import Link
from jikimi.takedown.refusals import NotOurs

LONGEST_LOOK_S = 90.0


async def look_next(engine: Engine, due_by: datetime | None) -> bool:
    """Whether a look was due."""
    now = timezone.now()
    link = await engine.database(
        claim_link, list(engine.sources), now=now, lease_s=engine.pace.lease_s, due_by=due_by or now
    )
    if link is None:
        return False
    before = link.state
    async with held(engine, link):
        seen = await _look(engine, link)
    try:
        after = await engine.database(
            record_check,
            link,
            seen,
            now=timezone.now(),
            looks=looks_of(engine, link),
            letterhead=engine.letterhead,
        )
    except NotOurs:
        return True
    if after.state != before:
        looks = f" ({after.gone_looks} looks)" if after.gone_looks else ""
        engine.voice.say(f"Link {link.pk} (case {link.case.number}): {after.state.value}{looks}.")
    return True


async def _look(engine: Engine, link: Link) -> Observation:
    address = await engine.database(address_of, link)
    try:
        async with asyncio.timeout(LONGEST_LOOK_S):
            return await engine.sources[link.source].still_there(address)
    except Exception as trouble:
        # A source must not raise here; if it does, nothing was learnt about the link.
        return Observation(Grade.CANNOT_TELL, timezone.now(), {"trouble": type(trouble).__name__})
