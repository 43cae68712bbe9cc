"""Now and then: does each way of asking still work? If one has fallen, the next is taken, and it is told."""

from __future__ import annotations

from time import monotonic

from django.utils import timezone

from jikimi.service.loops.engine import Engine
from jikimi.service.ways_words import fallen_sentence
from jikimi.takedown.actions.pass_over_fallen import pass_over_fallen
from jikimi.takedown.planner.plan import fallen_ways


class MindWays:
    """Says each fall once, as long as the process lives; `jikimi status` says it as long as it lasts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next = monotonic()
        self._told: set[str] = set()

    async def __call__(self) -> bool:
        if monotonic() < self._next:
            return False
        self._next = monotonic() + self._engine.pace.ways_s
        now = timezone.now()
        database, voice = self._engine.database, self._engine.voice
        fallen = await database(fallen_ways, self._engine.letterhead.playbooks, now)
        for platform, way in fallen:
            sentence = fallen_sentence(platform, way)
            if sentence not in self._told:
                voice.say(sentence)
            for notice in await database(pass_over_fallen, platform.key, way, now=now):
                voice.notice(notice, "due now, since the way before it does not work any more.")
        self._told = {fallen_sentence(platform, way) for platform, way in fallen}
        return False
