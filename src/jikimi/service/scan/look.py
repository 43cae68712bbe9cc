"""One post: its files read, fingerprinted and compared, videos frame by frame."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool
from jikimi.fingerprint.film import Film
from jikimi.match.film import find_in_film
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match
from jikimi.service.scan.read import read_file
from jikimi.service.scan.with_sscd import Near, WithSscd, said
from jikimi.sources.base import Media, Post, SourceError, SourceUnavailable

_LARGE_AT_ONCE = 2
_TRIES = 3
_LONGEST_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of one file: matches, the surest first, or the sentence why it could not be read.

    `whole` as in `Film`. `preview`: it stands for a file that could not be read. `perhaps_ours`: this machine
    may be at fault that it could not.
    """

    post: Post
    path: str | None
    matches: tuple[Match, ...] = ()
    unread: str | None = None
    moves: bool = False
    whole: bool = True
    preview: bool = False
    perhaps_ours: bool = False


@dataclass(frozen=True, slots=True)
class OnceMore:
    """A file to be looked at once more, later, when the machine may be less busy. So far `first` is true."""

    post: Post
    media: Media
    first: tuple[Looked, ...]


class Looker:
    """Looks at posts, several at a time."""

    def __init__(
        self,
        pool: DecoderPool,
        matcher: Matcher,
        threads: ThreadPoolExecutor,
        sscd: WithSscd | None = None,
    ) -> None:
        self._pool = pool
        self._sscd = sscd
        self._matcher = matcher
        self._threads = threads
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def look(self, post: Post) -> list[Looked | OnceMore]:
        """Every file of a post. Errors: DecoderUnavailable."""
        found: list[Looked | OnceMore] = []
        for media in post.media:
            files = await self._media(post, media)
            if any(file.perhaps_ours for file in files):
                found.append(OnceMore(post, media, tuple(files)))
            else:
                found += files
        return [*found, Looked(post, None, unread=post.problem)] if post.problem else found

    async def look_again(self, waiting: OnceMore) -> list[Looked]:
        """For the last time. Errors: DecoderUnavailable."""
        return await self._media(waiting.post, waiting.media)

    async def _media(self, post: Post, media: Media) -> list[Looked]:
        """The file, and its preview for what only that shows."""
        file = await self._file(post, media)
        if media.preview is None:
            return [file]
        preview = await self._file(post, media.preview)
        if preview.unread or file.unread:
            return [file, replace(preview, preview=True)]
        known = {match.key for match in file.matches}
        more = [match for match in preview.matches if match.key not in known]
        return [replace(file, matches=(*file.matches, *more))]

    async def _file(self, post: Post, media: Media) -> Looked:
        for tries_left in reversed(range(_TRIES)):
            try:
                return await self._looked(post, media)
            except SourceUnavailable as trouble:
                if not tries_left:
                    return Looked(post, media.address, unread=str(trouble))
                await asyncio.sleep(min(trouble.retry_after, _LONGEST_WAIT))
            except SourceError as why:
                return Looked(post, media.address, unread=str(why))
            except CouldNotRead as why:
                ours = why.reason.perhaps_ours
                return Looked(post, media.address, unread=str(why), perhaps_ours=ours)
        raise AssertionError("the last try returns")

    async def _looked(self, post: Post, media: Media) -> Looked:
        async with AsyncExitStack() as held:
            data = await read_file(media, lambda: held.enter_async_context(self._large))
            film = await self._pool.look(data)
            near = await self._sscd.near(data) if self._sscd and not film.moves else {}
        loop = asyncio.get_running_loop()
        matches = await loop.run_in_executor(self._threads, self._compare, film, near)
        return Looked(post, media.address, tuple(matches), moves=film.moves, whole=film.whole)

    def _compare(self, film: Film, near: Near) -> list[Match]:
        return said(find_in_film(lambda seen: self._matcher.find(seen, near), film), near)
