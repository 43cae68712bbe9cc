"""What the tests of the Matrix source share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from demo.homeserver import Homeserver
from demo.matrix_people import Person
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.sources.base import Post
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.client import Patience
from jikimi.sources.matrix.source import MatrixSource

IMPATIENT = Patience(tries=3, first_wait=0.01, longest_wait=0.5)


@asynccontextmanager
async def source_at(
    base_url: str,
    token: str | None,
    *,
    name: str = "hs.localhost",
    patience: Patience | None = None,
    largest_file: int = 1024 * 1024,
    page_size: int = 10,
) -> AsyncIterator[MatrixSource]:
    async with Fetcher(FetchPolicy.of(loopback_hosts=[base_url.removeprefix("http://")])) as fetcher:
        yield MatrixSource(
            fetcher,
            {name: HomeserverAccess(base_url, token)},
            patience=patience,
            largest_file=largest_file,
            page_size=page_size,
        )


@asynccontextmanager
async def source_for(server: Homeserver, person: Person | None) -> AsyncIterator[MatrixSource]:
    token = person.token if person else None
    async with source_at(server.base_url, token, name=server.server_name) as source:
        yield source


async def read(source: MatrixSource, room: str, cursor: str | None = None) -> list[Post]:
    return [post async for post in source.posts(room, cursor)]
