"""Opens the sockets: always to an address that was checked just now, never to a name."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Any, Final

import httpcore

from jikimi.net.addresses import IPAddress
from jikimi.net.policy import FetchPolicy
from jikimi.net.resolve import Resolver, pinned_addresses
from jikimi.net.target import Target

PINNED: Final = "jikimi.pinned"
_MOST_TRIES: Final = 4


class PinnedStream(httpcore.AsyncNetworkStream):
    """A connection that remembers to which checked address it leads."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, address: IPAddress) -> None:
        self._inner = inner
        self._address = address

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return PinnedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout), self._address)

    def get_extra_info(self, info: str) -> Any:
        return str(self._address) if info == PINNED else self._inner.get_extra_info(info)


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks and connects in one step, so that nothing can change in between."""

    def __init__(self, policy: FetchPolicy, resolver: Resolver, dialer: httpcore.AsyncNetworkBackend) -> None:
        self._policy = policy
        self._resolver = resolver
        self._dialer = dialer

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        # Only host and port decide here what may be reached: scheme and path were read before.
        target = Target(scheme="http", host=host, port=port, path="/")
        return await self.connect_pinned(
            await pinned_addresses(target, self._policy, self._resolver), port, timeout
        )

    async def connect_pinned(
        self, addresses: Sequence[IPAddress], port: int, wait: float | None
    ) -> httpcore.AsyncNetworkStream:
        """The first address that answers. Errors: httpcore's, of the last one tried."""
        *earlier, last = addresses[:_MOST_TRIES]
        for address in earlier:
            try:
                return PinnedStream(await self._dialer.connect_tcp(str(address), port, wait), address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return PinnedStream(await self._dialer.connect_tcp(str(last), port, wait), last)


def pinned_address(response: httpcore.Response) -> IPAddress | None:
    """The address that a response came from, where its connection knows it."""
    stream = response.extensions.get("network_stream")
    written = stream.get_extra_info(PINNED) if stream is not None else None
    return ip_address(written) if written else None
