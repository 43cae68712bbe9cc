"""Files that could not be read when they were seen, and pictures that are to be kept."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from jikimi.fingerprint.film import Film, remembered
from jikimi.fingerprint.record import to_bytes
from jikimi.service.loops.compare import compare
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.sources.base import Media
from jikimi.watch.actions.keep_item import claim_to_keep, could_not_keep, keep_item
from jikimi.watch.actions.read_again import claim_unread, record_reading, record_unread
from jikimi.watch.models import Post
from jikimi.watch.reading import look_at, read_file
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
    address = post.media_address or ""
    media = Media(address, partial(source.open_media, address))
    reading = await look_at(media, engine.pictures, engine.large_files)
    if reading.read is None:
        await engine.database(
            record_unread, post, reading.unread_reason, try_again=reading.try_again, now=timezone.now()
        )
    else:
        await _record(engine, post, reading.read, reading.unread_reason)


async def _record(engine: Engine, post: Post, seen: Film, in_part: str) -> None:
    while True:
        compared = await compare(engine, seen)
        try:
            found = await engine.database(
                record_reading,
                post,
                compact=remembered(seen),
                compared=compared,
                in_part=in_part,
                now=timezone.now(),
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
            reading = await read_file(
                partial(source.open_media, address),
                partial(engine.pictures.protect_frame, second=sighting.second),
                engine.large_files,
            )
            if reading.read is None:
                await engine.database(
                    could_not_keep,
                    sighting,
                    reading.unread_reason,
                    try_again=reading.try_again,
                    now=timezone.now(),
                )
            else:
                await engine.database(keep_item, sighting, to_bytes(reading.read), now=timezone.now())
    except LeaseLost:
        pass
    return True
