"""A gate in front of a real server: lets requests through, or answers them itself when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

Rule = Callable[[str, int], bytes | None]


class Gate:
    """`rule(request line, how many like it came before)` gives the answer; None lets the request through.

    An empty answer hangs up; HANG_UP_AFTER lets the request through and then hangs up without an answer.
    """

    HANG_UP_AFTER = b"hang up after"

    def __init__(self, upstream: int | None) -> None:
        self.upstream = upstream
        self.rule: Rule = lambda _line, _before: None
        self.lines: list[str] = []
        self.bodies: list[bytes] = []
        self.port = 0
        self._talking: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._one(reader, writer))
        self._talking.add(task)
        task.add_done_callback(self._talking.discard)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line[15:])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length:")
                ),
                0,
            )
            body = await reader.readexactly(length)
            line = head.split(b"\r\n")[0].decode().removesuffix(" HTTP/1.1")
            before = self.lines.count(line)
            self.lines.append(line)
            self.bodies.append(body)
            answer = self.rule(line, before)
            if answer is None or answer is self.HANG_UP_AFTER:
                passed = await self._pass_on(head, body)
                answer = b"" if answer is self.HANG_UP_AFTER else passed
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def _pass_on(self, head: bytes, body: bytes) -> bytes:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        up_writer.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body)
        answer = await up_reader.read()
        up_writer.close()
        return answer


@asynccontextmanager
async def gate(upstream: int | None = None) -> AsyncIterator[Gate]:
    """A gate on a free port of 127.0.0.1."""
    kept = Gate(upstream)
    listening = await asyncio.start_server(kept.talk, "127.0.0.1", 0)
    kept.port = listening.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        listening.close()
        for task in kept._talking:
            task.cancel()


def says(status: int, body: Any, **headers: str) -> bytes:
    """An HTTP answer; `body` is bytes, or anything that becomes JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content
