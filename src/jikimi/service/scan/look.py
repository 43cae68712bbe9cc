"""One post: its files read, fingerprinted and compared."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match
from jikimi.service.scan.read import read_picture
from jikimi.sources.base import Media, Post, SourceError, SourceUnavailable

_LARGE_AT_ONCE = 2
_TRIES = 3
_LONGEST_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of one file: matches, the surest first, or the sentence why it could not be read."""

    post: Post
    path: str | None
    matches: tuple[Match, ...] = ()
    unread: str | None = None


class Looker:
    """Looks at posts, several at a time."""

    def __init__(self, pool: DecoderPool, matcher: Matcher, threads: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._matcher = matcher
        self._threads = threads
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def look(self, post: Post) -> list[Looked]:
        """Every file of a post. Errors: DecoderUnavailable."""
        found = [await self._file(post, media) for media in post.media]
        return [*found, Looked(post, None, unread=post.problem)] if post.problem else found

    async def _file(self, post: Post, media: Media) -> Looked:
        for tries_left in reversed(range(_TRIES)):
            try:
                return Looked(post, media.address, matches=await self._matches(media))
            except SourceUnavailable as trouble:
                if not tries_left:
                    return Looked(post, media.address, unread=str(trouble))
                await asyncio.sleep(min(trouble.retry_after, _LONGEST_WAIT))
            except (SourceError, CouldNotRead) as why:
                return Looked(post, media.address, unread=str(why))
        raise AssertionError("the last try returns")

    async def _matches(self, media: Media) -> tuple[Match, ...]:
        async with AsyncExitStack() as held:
            data = await read_picture(media, lambda: held.enter_async_context(self._large))
            fingerprint = await self._pool.fingerprint(data)
        loop = asyncio.get_running_loop()
        return tuple(await loop.run_in_executor(self._threads, self._matcher.find, fingerprint))
