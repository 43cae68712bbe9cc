"""Serves sites by name through one HTTP proxy a country: whoever asks through it comes from there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.sources.web.vantage import Vantage
from tests.servers.web.replies import NOT_FOUND, Ask, Reply, Site

PUBLIC = "93.184.216.34"


class WebServer:
    """`sites` by host name; what has none is not found. `asked` are all requests, in their order.

    Use as `async with WebServer(("XX", "KR")) as web`.
    """

    def __init__(self, countries: Sequence[str] = ("XX",)) -> None:
        self.sites: dict[str, Site] = {}
        self.asked: list[Ask] = []
        self.ports: dict[str, int] = dict.fromkeys(countries, 0)
        self._listening: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        for country in self.ports:
            listening = await asyncio.start_server(self._talk_to(country), "127.0.0.1", 0)
            self.ports[country] = listening.sockets[0].getsockname()[1]
            self._listening.append(listening)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listening in self._listening:
            listening.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def proxy(self, country: str) -> str:
        return f"http://127.0.0.1:{self.ports[country]}"

    def _talk_to(self, country: str):  # type: ignore[no-untyped-def]
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task:
                self._talks.add(task)
                task.add_done_callback(self._talks.discard)
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._answer(reader, writer, country):
                    pass
            writer.close()

        return talk

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, country: str) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        parts = urlsplit(request.split(" ")[1])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        ask = Ask(headers.get("host", ""), path, country, headers)
        self.asked.append(ask)
        reply = self._reply(ask)
        if reply.hang:
            await asyncio.sleep(60)
            return False
        whole = reply.as_bytes()
        writer.write(whole[: len(whole) // 2] if reply.cut else whole)
        await writer.drain()
        return not reply.cut

    def _reply(self, ask: Ask) -> Reply:
        site = self.sites.get(ask.host)
        return site(ask) if site else NOT_FOUND


@contextmanager
def serving(countries: Sequence[str] = ("XX",)) -> Iterator[WebServer]:
    """The same in a thread of its own, for tests that run whole programs."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    web = WebServer(countries)
    asyncio.run_coroutine_threadsafe(web.__aenter__(), loop).result(10)
    try:
        yield web
    finally:
        asyncio.run_coroutine_threadsafe(web.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _anywhere(_host: str) -> Sequence[str]:
    """Every name leads to one public address: the proxy knows the sites by the Host header."""
    return [PUBLIC]


@asynccontextmanager
async def look_through(
    web: WebServer, *countries: str, idle_s: float = 5.0
) -> AsyncIterator[tuple[Vantage, ...]]:
    """Vantages in these countries, the first one called `direct`."""
    vantages = []
    for number, country in enumerate(countries or tuple(web.ports)):
        policy = FetchPolicy(proxy=web.proxy(country), idle_s=idle_s).for_strangers_urls()
        name = country.lower() if number else "direct"
        vantages.append(Vantage(name, country, Fetcher(policy, resolver=_anywhere)))
    try:
        yield tuple(vantages)
    finally:
        for vantage in vantages:
            await vantage.fetcher.aclose()
