"""The clocks of the notices: one that rings is seen to; those that rang by mistake are set right."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jikimi.service.loops.engine import Engine
from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock, set_right
from jikimi.takedown.models import Deadline, DeadlineState
from jikimi.takedown.refusals import NotOurs

_TOLD = {
    DeadlineState.RUNS_OUT_SOON: "its deadline runs out soon, and what it names is still there.",
    DeadlineState.PASSED: "its deadline has passed, and what it names is still there.",
    DeadlineState.REFUSED: "they have said no. The next step is being prepared.",
    DeadlineState.KEPT: "what it names was gone in time.",
    DeadlineState.GONE_LATE: "what it names is gone, but after the deadline.",
}


async def mind_next_clock(engine: Engine, due_by: datetime | None) -> bool:
    """Whether a clock rang."""
    now = timezone.now()
    clock = await engine.database(claim_clock, now=now, lease_s=engine.pace.lease_s, due_by=due_by or now)
    if clock is None:
        return False
    before = clock.state
    try:
        prepared = await engine.database(mind_clock, clock, letterhead=engine.letterhead, now=timezone.now())
    except NotOurs:
        return True
    _tell(engine, clock, before)
    for notice in prepared:
        engine.voice.notice(notice, "prepared as the next step. It waits for your yes: `jikimi stuck`.")
    return True


async def set_clocks_right(engine: Engine) -> bool:
    """Whether this machine's clock had been ahead."""
    right = await engine.database(set_right, now=timezone.now())
    for clock in right:
        engine.voice.notice(clock.notice, clock.reason or "Its clock was set right.")
    return False


def _tell(engine: Engine, clock: Deadline, before: str) -> None:
    if clock.state != before and (told := _TOLD.get(DeadlineState(clock.state))):
        engine.voice.notice(clock.notice, told)
