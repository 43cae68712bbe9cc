"""Runs a loop in this process, with everything it needs, until it is done or told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

from jikimi.fingerprint.decode.pool import DecoderPool, DecoderUnavailable
from jikimi.service.config import Config
from jikimi.service.letterhead import make_letterhead
from jikimi.service.loops.database import DatabaseThread
from jikimi.service.loops.engine import Engine, Pace
from jikimi.service.loops.say import InPlainWords, Voice
from jikimi.service.loops.undone import Undone
from jikimi.service.mailboxes import make_mailboxes
from jikimi.service.plain_errors import CouldNot
from jikimi.service.routes import make_routes
from jikimi.service.sources import make_fetcher, make_sources
from jikimi.service.web_source import make_web_source
from jikimi.watch.bank_follower import BankFollower

Loop = Callable[[Engine], Awaitable[None]]

# A visit or a letter under way gets so long to end well after SIGTERM. What is cut off after that costs a
# lease, or makes a notice unknown.
GRACE_S = 15.0


def run(loop: Loop, config: Config, voice: Voice) -> None:
    """Errors: CouldNot, ConfigError, SealError, DatabaseError."""
    try:
        asyncio.run(_run(loop, config, voice))
    except InPlainWords as sentence:
        raise CouldNot(str(sentence)) from None
    except DecoderUnavailable as trouble:
        raise CouldNot(f"Pictures cannot be read on this machine: {trouble}") from None


async def _run(loop: Loop, config: Config, voice: Voice) -> None:
    async with AsyncExitStack() as tools:
        engine = await _engine(tools, config, voice)
        here = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            here.add_signal_handler(number, engine.stop.set)
        await _until_stopped(engine, loop)


async def _engine(tools: AsyncExitStack, config: Config, voice: Voice) -> Engine:
    fetcher = await tools.enter_async_context(make_fetcher(config))
    pictures = await tools.enter_async_context(DecoderPool(config.watch.decoders))
    web = await make_web_source(tools, config, pictures)
    return Engine(
        database=await tools.enter_async_context(DatabaseThread()),
        follower=BankFollower(),
        pictures=pictures,
        sources=make_sources(config, fetcher) | {web.kind: web},
        routes=make_routes(config, fetcher),
        letterhead=make_letterhead(config),
        voice=voice,
        mailboxes=make_mailboxes(config),
        pace=Pace(
            lease_s=config.pace.lease_s,
            first_retry_s=config.pace.first_retry_s,
            looks_apart_s=config.pace.looks_apart_s,
            inbox_s=config.inbox.every_s if config.inbox else 60.0,
        ),
        keep=timedelta(days=config.watch.keep_days),
    )


async def _until_stopped(engine: Engine, loop: Loop) -> None:
    working = asyncio.ensure_future(loop(engine))
    stopping = asyncio.create_task(engine.stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not working.done():
        await asyncio.wait({working}, timeout=GRACE_S)
        working.cancel()
    stopping.cancel()
    if engine.stop.is_set():
        engine.voice.not_done(Undone.REST)
    try:
        await working
    except asyncio.CancelledError:
        engine.voice.say("Ended before everything under way was finished; it is taken up again.")
