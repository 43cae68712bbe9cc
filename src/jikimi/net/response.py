"""An answer as it comes in: read it in bounded pieces, or whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpcore
import httpx

from jikimi.net.addresses import IPAddress
from jikimi.net.decoding import BoundedDecoder
from jikimi.net.errors import FetchTooLarge
from jikimi.net.failures import Progress, in_words


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer. `addresses` are those that were connected to, one a hop, the last one last."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    final_url: str = field(repr=False)
    addresses: tuple[str, ...] = field(repr=False)


class FetchResponse:
    """An answer whose body has not been read yet. Read it once, inside the `async with` that gave it."""

    def __init__(
        self,
        inner: httpcore.Response,
        *,
        headers: httpx.Headers,
        url: str,
        addresses: tuple[IPAddress, ...],
        max_bytes: int,
        deadline: float,
        progress: Progress,
    ) -> None:
        self.status = inner.status
        self.headers = headers
        self.url = url
        self.addresses = tuple(str(address) for address in addresses)
        self._inner = inner
        self._decoder = BoundedDecoder(headers.get("content-encoding", ""), max_bytes)
        self._deadline = deadline
        self._progress = progress
        declared = headers.get("content-length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > max_bytes:
            raise FetchTooLarge("The server's answer is larger than allowed.", sent=True)

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The unpacked body in pieces. Errors: FetchTooLarge, FetchFailed (time, connection, packing)."""
        wire = self._inner.aiter_stream().__aiter__()
        while True:
            with in_words(self._progress):
                async with asyncio.timeout_at(self._deadline):
                    piece = await anext(wire, None)
            if piece is None:
                break
            for unpacked in self._decoder.decode(piece):
                yield unpacked
        for unpacked in self._decoder.finish():
            yield unpacked

    async def read(self) -> Fetched:
        """The whole body at once. Errors: as `aiter_bytes`."""
        body = bytearray()
        async for piece in self.aiter_bytes():
            body += piece
        return Fetched(self.status, self.headers, bytes(body), self.url, self.addresses)
