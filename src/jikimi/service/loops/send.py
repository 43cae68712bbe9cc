"""Sending one notice: the attempt is committed, then the connection opens, then the outcome is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec

from django.db import DatabaseError
from django.utils import timezone

from jikimi.routes.base import NotSent, OutgoingNotice, Receipt, Route, SentOrNot, SigningRoute
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.service.loops.rhythms import after_asking
from jikimi.service.loops.undone import Undone
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.mark_unknown import mark_unknown, record_unknown
from jikimi.takedown.actions.record_not_sent import record_not_sent
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.refuse_unsound import refuse_unsound
from jikimi.takedown.models import Attempt, Notice
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.rate import route_of
from jikimi.takedown.refusals import NotOurs

P = ParamSpec("P")
# What happened outside is known to this process alone, so it tries hard to write it down.
MOST_WRITES = 30
WRITE_PAUSE_S = 1.0
SETTLED = "A notice was settled by somebody else while it was being sent."


async def send_next(engine: Engine, due_by: datetime | None) -> bool:
    """Whether a notice was due."""
    now = timezone.now()
    notice = await engine.database(claim_notice, now=now, lease_s=engine.pace.lease_s, due_by=due_by or now)
    if notice is None:
        return False
    try:
        return await _send_claimed(engine, notice)
    except NotOurs:
        # Held back, taken back, or claimed by another worker after our lease ran out.
        engine.voice.say(SETTLED)
        return True


async def _send_claimed(engine: Engine, notice: Notice) -> bool:
    if await engine.database(refuse_unsound, notice, engine.letterhead, now=timezone.now()):
        _not_sent(engine, notice, notice.reason)
        return True
    letter = await engine.database(outgoing, notice, engine.letterhead)
    route = route_of(notice, engine.letterhead.playbooks)
    attempt = await engine.database(
        begin_attempt,
        notice,
        now=timezone.now(),
        signed_sha256=_signed(engine, notice, letter),
        limit=route.rate_limit if route else None,
    )
    if attempt is None:
        _not_sent(engine, notice, notice.reason)
        return True
    async with held(engine, notice):
        await _send(engine, notice, attempt, letter)
    return True


async def find_unknown(engine: Engine) -> bool:
    """Shows what crashed in the moment of sending. Whether there was any."""
    marked = await engine.database(mark_unknown, now=timezone.now())
    for notice in marked:
        engine.voice.notice(
            notice, "UNKNOWN whether it was sent: it crashed in that moment. Please find out."
        )
    return bool(marked)


async def _send(engine: Engine, notice: Notice, attempt: Attempt, letter: OutgoingNotice) -> None:
    try:
        receipt = await _route(engine, notice).send(letter)
    except NotSent as refused:
        await _insist(
            engine,
            record_not_sent,
            notice,
            attempt,
            str(refused),
            words=refused.words,
            try_again=refused.try_again,
            way_closed=refused.way_closed,
            taken=refused.taken,
            now=timezone.now(),
            first_retry_s=engine.pace.first_retry_s,
        )
        _not_sent(engine, notice, str(refused))
    except SentOrNot as lost:
        await _record_unknown(engine, notice, attempt, str(lost))
    except Exception as unforeseen:
        # A fault of ours inside the window: it may have gone out before it.
        await _record_unknown(engine, notice, attempt, type(unforeseen).__name__)
        raise
    else:
        await _record_receipt(engine, notice, attempt, receipt)


async def _record_receipt(engine: Engine, notice: Notice, attempt: Attempt, receipt: Receipt) -> None:
    await _insist(
        engine,
        record_receipt,
        notice,
        attempt,
        receipt,
        now=timezone.now(),
        after_asking=after_asking(engine, notice.platform),
    )
    engine.voice.notice(notice, f"{receipt.grade.value}.")


def _not_sent(engine: Engine, notice: Notice, why: str) -> None:
    engine.voice.not_done(Undone.NOTICE)
    engine.voice.notice(notice, f"not sent. {why}")


async def _record_unknown(engine: Engine, notice: Notice, attempt: Attempt, words: str) -> None:
    await _insist(engine, record_unknown, notice, attempt, words=words, now=timezone.now())
    engine.voice.not_done(Undone.NOTICE)
    engine.voice.notice(notice, "UNKNOWN whether it was sent. Please find out.")


async def _insist(engine: Engine, record: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    for last in (*[False] * (MOST_WRITES - 1), True):
        try:
            await engine.database(record, *args, **kwargs)
            return
        except NotOurs:
            engine.voice.say(SETTLED)
            return
        except DatabaseError:
            if last:
                raise  # it stays in the window, and will be shown as unknown
            await asyncio.sleep(WRITE_PAUSE_S)


def _signed(engine: Engine, notice: Notice, letter: OutgoingNotice) -> str:
    route = engine.routes.get(notice.route)
    return route.signed_sha256(letter) if isinstance(route, SigningRoute) else ""


def _route(engine: Engine, notice: Notice) -> Route:
    route = engine.routes.get(notice.route)
    if route is None:
        raise NotSent(
            f"No way of the kind {notice.route} is set up. Complete jikimi.toml, then send it again.",
            try_again=False,
        )
    return route
