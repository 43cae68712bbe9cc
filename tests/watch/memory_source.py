"""A place whose rooms are lists. It does what a real one does: orders, refuses, is away, loses files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from jikimi.sources.base import (
    ByteStream,
    Grade,
    LinkAddress,
    Media,
    MediaGone,
    Observation,
    Post,
    SourceError,
    SourceUnavailable,
)


@dataclass
class MemorySource:
    """`files` maps a file's address to its bytes. `wrong` maps one to what is raised when it is opened.

    `away` is raised instead of the post with that index. `grade` is what a look at any link says.
    """

    kind: str = "matrix"
    texts: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    wrong: dict[str, SourceError] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    away: dict[int, SourceError] = field(default_factory=dict)
    grade: Grade = Grade.LIVE
    opened: list[str] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    asked_from: list[str | None] = field(default_factory=list)

    def put(self, post_id: str, data: bytes | None) -> None:
        self.order.append(post_id)
        if data is not None:
            self.files[f"mxc://here/{post_id}"] = data

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        self.asked_from.append(cursor)
        for number in range(int(cursor or 0), len(self.order)):
            if number in self.away:
                raise self.away[number]
            await asyncio.sleep(0)
            post_id = self.order[number]
            address = f"mxc://here/{post_id}"
            media = (Media(address, lambda a=address: self.open_media(a)),) if address in self.files else ()
            yield Post(
                id=post_id,
                address=f"matrix://here/!room:here/{post_id}",
                when=datetime.now(UTC),
                author="@somebody:here",
                media=media,
                cursor=str(number + 1),
            )

    def open_media(self, address: str) -> ByteStream:
        return self._opened(address)

    @asynccontextmanager
    async def _opened(self, address: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.opened.append(address)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            await asyncio.sleep(0.001)
            if address in self.wrong:
                raise self.wrong[address]
            if address not in self.files:
                raise MediaGone("This file is not served.")
            yield _pieces(self.files[address])
        finally:
            self.open_now -= 1

    async def still_there(self, link: LinkAddress) -> Observation:
        return Observation(self.grade, datetime.now(UTC), {"status": 200})


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 1000):
        yield data[start : start + 1000]


UNAVAILABLE = SourceUnavailable("The server is away.", retry_after=5.0)
