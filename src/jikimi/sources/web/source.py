"""The web as a source: see `jikimi.sources.base` for what a source offers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.sources.base import (
    ByteStream,
    Grade,
    LinkAddress,
    MediaGone,
    Observation,
    Post,
    SourceRefused,
    SourceUnavailable,
)
from jikimi.sources.web.address import KIND
from jikimi.sources.web.ask import LARGEST_FILE
from jikimi.sources.web.known import Known
from jikimi.sources.web.together import together
from jikimi.sources.web.vantage import Vantage, look_from
from jikimi.sources.web.what_file import Pictures

_LONGEST_LOOK_S: Final = 80.0


class WebSource:
    """Looks at links that a person gave. It crawls nothing, and robots.txt speaks to crawlers only.

    `vantages` has one or more, the first one being this machine's own way out; each has a fetcher that was
    made with `FetchPolicy.for_strangers_urls()`.
    """

    kind = KIND

    def __init__(self, vantages: Sequence[Vantage], pictures: Pictures) -> None:
        if not vantages:
            raise ValueError("Somebody has to look from somewhere.")
        self._vantages = tuple(vantages)
        self._pictures = pictures

    @property
    def places(self) -> int:
        """From how many places it looks."""
        return len(self._vantages)

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        """Errors: SourceRefused, always: a website is not watched as a room is."""
        raise SourceRefused("Websites are not watched. Give the link itself: `jikimi links add`.")
        yield  # a generator, as the interface wants it

    def open_media(self, address: str) -> ByteStream:
        """The bytes of one file. Errors: MediaGone, SourceUnavailable, SourceRefused."""
        return self._file(address)

    @asynccontextmanager
    async def _file(self, address: str) -> AsyncIterator[AsyncIterator[bytes]]:
        fetcher = self._vantages[0].fetcher
        try:
            async with fetcher.stream("GET", address, max_bytes=LARGEST_FILE) as answer:
                if answer.status in (404, 410):
                    raise MediaGone("The file is not served any more.")
                if answer.status != 200:
                    raise SourceUnavailable("The server did not give the file.")
                yield answer.aiter_bytes()
        except FetchRefused as refused:
            raise SourceRefused(str(refused)) from None
        except FetchFailed as failed:
            raise SourceUnavailable(str(failed)) from None

    async def still_there(self, link: LinkAddress) -> Observation:
        """One look from every vantage at once. Never raises for what the web does: that is `cannot tell`."""
        known = Known(link.known, link.protected)
        try:
            async with asyncio.timeout(_LONGEST_LOOK_S):
                parts = await asyncio.gather(
                    *(look_from(vantage, link, known, self._pictures) for vantage in self._vantages)
                )
        except TimeoutError:
            why = "The look took too long altogether."
            return Observation(Grade.CANNOT_TELL, datetime.now(UTC), {"why": why}, self._vantages[0].name)
        return together(parts, {vantage.name: vantage.country for vantage in self._vantages})
