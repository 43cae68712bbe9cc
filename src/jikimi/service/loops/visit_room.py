"""One visit to one room: read on from where we were, remember what is there, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic

from django.utils import timezone

from jikimi.fingerprint.decode.pool import DecoderUnavailable
from jikimi.fingerprint.film import Film, remembered
from jikimi.service.loops.compare import compare
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.service.loops.say import in_words
from jikimi.service.loops.undone import Undone
from jikimi.sources.base import Media, Post, SourceRefused, SourceUnavailable
from jikimi.watch.actions.claim_room import finish_visit, refuse_room, report_trouble
from jikimi.watch.actions.record_posts import record_posts
from jikimi.watch.in_order import in_order
from jikimi.watch.models import Room
from jikimi.watch.reading import look_at
from jikimi.watch.refusals import BankMoved, LeaseLost
from jikimi.watch.seen_file import SeenFile

# Posts without pictures leave nothing to remember; after so many of them the cursor is stored all the same.
MOST_UNSTORED = 1000


@dataclass(frozen=True, slots=True)
class Looked:
    """A post whose files were looked at, and what they showed, in case the bank moves meanwhile."""

    cursor: str | None
    files: tuple[SeenFile, ...]
    films: tuple[Film | None, ...]


@dataclass(slots=True)
class Visit:
    """How far a visit has come: the cursor that may be stored next, and how many posts wait behind it."""

    room: Room
    cursor: str | None = None
    unstored: int = 0
    until: float = field(default_factory=monotonic)


async def visit_room(engine: Engine, room: Room) -> None:
    """Errors are the room's own trouble: told in its row, tried again later, no other room's concern."""
    visit = Visit(room, until=monotonic() + engine.pace.visit_s)
    try:
        async with held(engine, room):
            caught_up = await _read_on(engine, visit)
        await engine.database(
            finish_visit, room, cursor=visit.cursor, caught_up=caught_up, now=timezone.now()
        )
    except LeaseLost:
        return
    except SourceRefused as refused:
        await engine.database(refuse_room, room, str(refused))
        engine.voice.not_done(Undone.ROOM, f"Room {room.pk} cannot be watched: {refused}")
    except SourceUnavailable as trouble:
        await _trouble(engine, room, str(trouble), trouble.retry_after)
    except DecoderUnavailable:
        await _trouble(engine, room, "Pictures cannot be read at the moment.", 30.0)
    except asyncio.CancelledError:
        # What was recorded stays; the room is free at once instead of after the lease.
        await engine.database(finish_visit, room, cursor=None, caught_up=False, now=timezone.now())
        raise
    except Exception as unforeseen:
        await _trouble(engine, room, in_words(unforeseen), 30.0)
        raise


async def _trouble(engine: Engine, room: Room, sentence: str, retry_after: float) -> None:
    line = "" if room.problem else f"Room {room.pk} cannot be read for now: {sentence}"
    engine.voice.not_done(Undone.ROOM, line)
    await engine.database(report_trouble, room, sentence, retry_after_s=retry_after, now=timezone.now())


async def _read_on(engine: Engine, visit: Visit) -> bool:
    """Whether the room was read up to now."""
    room = visit.room
    posts = engine.sources[room.source].posts(room.address or "", room.cursor)
    looked = in_order(posts, partial(_look, engine), window=engine.pace.window, batch=engine.pace.batch)
    async with aclosing(looked):
        async for batch in looked:
            await _remember(engine, visit, batch)
            if engine.stop.is_set() or monotonic() > visit.until:
                return False
    return True


async def _look(engine: Engine, post: Post) -> Looked:
    pairs = [await _look_at_file(engine, post, index, media) for index, media in enumerate(post.media)]
    if not pairs and post.problem:
        pairs = [(_seen(post, 0, None, unread_reason=post.problem[:300]), None)]
    return Looked(post.cursor, tuple(file for file, _ in pairs), tuple(seen for _, seen in pairs))


async def _look_at_file(engine: Engine, post: Post, index: int, media: Media) -> tuple[SeenFile, Film | None]:
    reading = await look_at(media, engine.pictures, engine.large_files)
    file = _seen(post, index, media.address, unread_reason=reading.unread_reason, try_again=reading.try_again)
    if reading.read is None:
        return file, None
    compared = await compare(engine, reading.read)
    return replace(file, compact=remembered(reading.read), compared=compared), reading.read


def _seen(
    post: Post, index: int, media: str | None, *, unread_reason: str, try_again: bool = False
) -> SeenFile:
    return SeenFile(
        post_id=_whole(post.id),
        media_index=index,
        address=_whole(post.address),
        media_address=_whole(media or "") or None,
        made_at=post.when,
        author=_whole(post.author),
        unread_reason=unread_reason,
        try_again=try_again,
    )


def _whole(text: str) -> str:
    """Halves of characters, which JSON can carry and no database takes, must not hold up a room."""
    return text.encode("utf-8", "replace").decode()


async def _remember(engine: Engine, visit: Visit, batch: Sequence[Looked]) -> None:
    visit.cursor = next((one.cursor for one in reversed(batch) if one.cursor), visit.cursor)
    visit.unstored += len(batch)
    if not any(one.files for one in batch) and visit.unstored < MOST_UNSTORED:
        return
    while True:
        try:
            found = await engine.database(
                record_posts,
                visit.room,
                [file for one in batch for file in one.files],
                cursor=visit.cursor,
                now=timezone.now(),
                lease_s=engine.pace.lease_s,
                keep=engine.keep,
            )
            break
        except BankMoved:
            await engine.database(engine.follower.catch_up)
            batch = [await _compare_again(engine, one) for one in batch]
    visit.unstored = 0
    engine.voice.sightings(found)


async def _compare_again(engine: Engine, looked: Looked) -> Looked:
    files = [
        replace(file, compared=await compare(engine, seen)) if seen else file
        for file, seen in zip(looked.files, looked.films, strict=True)
    ]
    return replace(looked, files=tuple(files))
