"""Small real servers on loopback, and a dialer that leads public addresses to them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import httpcore

from jikimi.net.policy import FetchPolicy

Handler = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
PUBLIC = "93.184.216.34"
PUBLIC_V6 = "2606:2800:220:1:248:1893:25c8:1946"


@asynccontextmanager
async def server(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Calls `handler(request head, writer)` for each request; gives the port on 127.0.0.1."""

    talking: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(answer_all(reader, writer))
        talking.add(task)
        task.add_done_callback(talking.discard)

    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                await handler(await reader.readuntil(b"\r\n\r\n"), writer)
                await writer.drain()
                if writer.is_closing():
                    break
        writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        for task in talking:
            task.cancel()


def answer(body: bytes = b"hello", status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; `_` in a header's name stands for `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(response: bytes, heard: list[bytes] | None = None) -> Handler:
    async def handler(head: bytes, writer: asyncio.StreamWriter) -> None:
        if heard is not None:
            heard.append(head)
        writer.write(response)

    return handler


class LeadingDialer(httpcore.AsyncNetworkBackend):
    """Leads (address, port) to a port on 127.0.0.1, and remembers what was dialled."""

    def __init__(self, ways: dict[tuple[str, int], int] | None = None) -> None:
        self.ways = ways or {}
        self.dialled: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        *_: Any,
        **__: Any,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        if (host, port) not in self.ways:
            raise httpcore.ConnectError("nobody there")
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self.ways[host, port], timeout)


class FakeResolver:
    """Answers each question with the next of its answers; the last one stays."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def policy_for(port: int, **changes: object) -> FetchPolicy:
    """What lets a fetcher reach a server of ours on this port."""
    return replace(FetchPolicy.of(loopback_hosts=[f"127.0.0.1:{port}"]), **changes)  # type: ignore[arg-type]
