"""`jikimi work`: notices that are due, their clocks, looks at links, files to read again, the past."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from time import monotonic

from django.utils import timezone

from jikimi.cases.truncate_log import truncate_log
from jikimi.routes.base import SigningRoute
from jikimi.service.loops.answers import open_next, read_next
from jikimi.service.loops.clocks import mind_next_clock, set_clocks_right
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.follow_bank import follow_bank
from jikimi.service.loops.look import look_next
from jikimi.service.loops.past import search_next
from jikimi.service.loops.read_again import keep_next, read_next_again
from jikimi.service.loops.remind import remind_next
from jikimi.service.loops.rounds import Step, do_all, keep_doing
from jikimi.service.loops.send import find_unknown, send_next
from jikimi.service.loops.ways import MindWays
from jikimi.takedown.actions.publish_key import publish_key
from jikimi.watch.actions.prune_posts import prune_posts


async def work(engine: Engine, *, once: bool) -> None:
    """Each kind of work has rounds of its own: trouble with one holds up none of the others."""
    await do_all(engine, "Publishing the key", partial(publish_keys, engine))
    async with follow_bank(engine):
        if once:
            await _once(engine)
        else:
            await asyncio.gather(
                *(
                    keep_doing(engine, what, step, pause_s=pause_s)
                    for what, step, pause_s, at_once in _rounds(engine)
                    for _ in range(at_once)
                )
            )


def _rounds(engine: Engine) -> Iterator[tuple[str, Step, float, int]]:
    """What is done, by which step, with which pause when nothing was due, by how many at once."""
    pace = engine.pace
    yield "Crashed notices", partial(find_unknown, engine), pace.idle_s, 1
    yield "Writing reminders", partial(remind_next, engine, None), pace.idle_s, 1
    yield "Sending notices", partial(send_next, engine, None), pace.idle_s, pace.sends_at_once
    yield "Opening the letterbox", partial(open_next, engine), pace.idle_s, 1
    for mailbox in engine.mailboxes:
        yield "Reading the inbox", partial(read_next, engine, mailbox), pace.idle_s, 1
    yield "Looking at links", partial(look_next, engine, None), pace.idle_s, pace.looks_at_once
    yield "Clocks of notices", partial(mind_next_clock, engine, None), pace.idle_s, 1
    yield "Setting clocks right", partial(set_clocks_right, engine), pace.idle_s, 1
    yield "Reading files again", partial(read_next_again, engine), pace.idle_s, 1
    yield "Keeping pictures", partial(keep_next, engine), pace.idle_s, 1
    yield "Searching the past", partial(search_next, engine), pace.idle_s, 1
    yield "Minding the ways", MindWays(engine), pace.idle_s, 1
    yield "Forgetting posts", _Pruning(engine), pace.idle_s, 1


async def publish_keys(engine: Engine) -> bool:
    """What the door shows of the keys that letters are signed with. Nothing is left to do afterwards."""
    for route in engine.routes.values():
        if isinstance(route, SigningRoute):
            await engine.database(publish_key, route.key_id, route.public_pem, now=timezone.now())
    return False


async def _once(engine: Engine) -> None:
    due_by = timezone.now()
    await do_all(engine, "Crashed notices", partial(find_unknown, engine))
    await do_all(engine, "Minding the ways", MindWays(engine))
    await do_all(engine, "Writing reminders", partial(remind_next, engine, due_by))
    await do_all(engine, "Sending notices", partial(send_next, engine, due_by))
    await do_all(engine, "Setting clocks right", partial(set_clocks_right, engine))
    await do_all(engine, "Clocks of notices", partial(mind_next_clock, engine, due_by))
    await do_all(engine, "Opening the letterbox", partial(open_next, engine))
    for mailbox in engine.mailboxes:
        await do_all(engine, "Reading the inbox", partial(read_next, engine, mailbox))
    await do_all(engine, "Reading files again", partial(read_next_again, engine))
    await do_all(engine, "Keeping pictures", partial(keep_next, engine))
    await do_all(engine, "Searching the past", partial(search_next, engine))
    await do_all(engine, "Looking at links", partial(look_next, engine, due_by))
    await do_all(engine, "Forgetting posts", _Pruning(engine))


class _Pruning:
    """Not as often as the other work: it counts every room's bytes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next = monotonic()

    async def __call__(self) -> bool:
        if monotonic() < self._next:
            return False
        self._next = monotonic() + self._engine.pace.prune_s
        await self._engine.database(truncate_log)
        forgotten = await self._engine.database(prune_posts, now=timezone.now())
        if forgotten:
            self._engine.voice.say(f"{forgotten} remembered files were forgotten (too old, or no room left).")
        return False
