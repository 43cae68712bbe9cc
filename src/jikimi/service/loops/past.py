"""Looking for newly protected photographs among what was seen before."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from django.utils import timezone

from jikimi.match.sighting import Match
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.watch.actions.search_the_past import (
    NewlyProtected,
    claim_past_search,
    compare_past,
    finish_past_search,
    newly_protected,
    next_posts,
    record_past,
)
from jikimi.watch.models import PastSearch, Post
from jikimi.watch.refusals import BankMoved, LeaseLost

BATCH = 200


async def search_next(engine: Engine) -> bool:
    """Whether there was something to search for. A search that is cut off goes on where it was."""
    search = await engine.database(claim_past_search, now=timezone.now(), lease_s=engine.pace.lease_s)
    if search is None:
        return False
    try:
        async with held(engine, search):
            await _search(engine, search)
    except LeaseLost:
        pass
    return True


async def _search(engine: Engine, search: PastSearch) -> None:
    wanted = await engine.database(newly_protected, search)
    while not engine.stop.is_set():
        posts = await engine.database(next_posts, search, BATCH) if len(wanted.matcher) else []
        if not posts:
            await engine.database(finish_past_search, search, now=timezone.now())
            return
        found = await asyncio.to_thread(_compare_all, wanted, posts)
        try:
            sightings = await engine.database(
                record_past, search, found, wanted=wanted, now=timezone.now(), lease_s=engine.pace.lease_s
            )
        except BankMoved:
            wanted = await engine.database(newly_protected, search)
            continue
        engine.voice.sightings(sightings)


def _compare_all(wanted: NewlyProtected, posts: Sequence[Post]) -> list[tuple[Post, list[Match]]]:
    return [(post, compare_past(wanted, post)) for post in posts]
