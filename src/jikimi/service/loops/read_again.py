"""Files that could not be read when they were seen, and pictures that are to be kept."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.record import compact, to_bytes
from jikimi.service.loops.compare import compare
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.watch.actions.keep_item import claim_to_keep, could_not_keep, keep_item
from jikimi.watch.actions.read_again import claim_unread, record_reading, record_unread
from jikimi.watch.models import Post
from jikimi.watch.reading import read_file
from jikimi.watch.refusals import BankMoved, LeaseLost


async def read_next_again(engine: Engine) -> bool:
    """Whether a file waited for another try."""
    post = await engine.database(
        claim_unread, list(engine.sources), now=timezone.now(), lease_s=engine.pace.lease_s
    )
    if post is None:
        return False
    try:
        async with held(engine, post):
            await _read(engine, post)
    except LeaseLost:
        pass
    return True


async def _read(engine: Engine, post: Post) -> None:
    source = engine.sources[post.room.source]
    reading = await read_file(partial(source.open_media, post.media_address or ""), engine.pictures)
    if reading.fingerprint is None:
        await engine.database(
            record_unread, post, reading.unread_reason, try_again=reading.try_again, now=timezone.now()
        )
    else:
        await _record(engine, post, reading.fingerprint)


async def _record(engine: Engine, post: Post, seen: Fingerprint) -> None:
    while True:
        compared = await compare(engine, seen)
        try:
            found = await engine.database(
                record_reading, post, compact=compact(seen), compared=compared, now=timezone.now()
            )
        except BankMoved:
            await engine.database(engine.follower.catch_up)
        else:
            engine.voice.sightings(found)
            return


async def keep_next(engine: Engine) -> bool:
    """Whether a confirmed picture waited to be kept."""
    sighting = await engine.database(
        claim_to_keep, list(engine.sources), now=timezone.now(), lease_s=engine.pace.lease_s
    )
    if sighting is None:
        return False
    source = engine.sources[sighting.room.source]
    address = sighting.post.media_address if sighting.post else None
    try:
        async with held(engine, sighting):
            if address is None:
                await engine.database(
                    could_not_keep,
                    sighting,
                    "The post is not remembered any more.",
                    try_again=False,
                    now=timezone.now(),
                )
                return True
            reading = await read_file(partial(source.open_media, address), engine.pictures, "protect")
            if reading.fingerprint is None:
                await engine.database(
                    could_not_keep,
                    sighting,
                    reading.unread_reason,
                    try_again=reading.try_again,
                    now=timezone.now(),
                )
            else:
                await engine.database(keep_item, sighting, to_bytes(reading.fingerprint), now=timezone.now())
    except LeaseLost:
        pass
    return True
