"""Writing the reminders that are due; sending them is the senders' work."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jikimi.service.loops.engine import Engine
from jikimi.takedown.actions.write_reminder import claim_reminder, write_reminder
from jikimi.takedown.refusals import NotOurs


async def remind_next(engine: Engine, due_by: datetime | None) -> bool:
    """Whether the repetition of a notice was due."""
    now = timezone.now()
    first = await engine.database(claim_reminder, now=now, lease_s=engine.pace.lease_s, due_by=due_by or now)
    if first is None:
        return False
    try:
        reminder = await engine.database(write_reminder, first, letterhead=engine.letterhead, now=now)
    except NotOurs:
        return True
    if reminder:
        engine.voice.notice(reminder, f"reminds of {first.public_id}: what it names is still there.")
    return True
