"""How often to look at the links of a platform: as its playbook says, or as usual where it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jikimi.service.loops.engine import Engine
from jikimi.takedown.actions.record_check import Looks
from jikimi.takedown.certainty import Bar
from jikimi.takedown.rhythm import AFTER_ASKING


def after_asking(engine: Engine, platform: str) -> Sequence[int]:
    known = engine.letterhead.playbooks.platforms.get(platform)
    return known.checks.after_asking_s if known else AFTER_ASKING


def looks_of(engine: Engine, platform: str) -> Looks:
    bar = Bar(apart=timedelta(seconds=engine.pace.looks_apart_s))
    known = engine.letterhead.playbooks.platforms.get(platform)
    if known is None:
        return Looks(bar)
    checks = known.checks
    return Looks(bar, checks.after_asking_s, checks.once_gone_s, checks.stop_after.total_seconds())
