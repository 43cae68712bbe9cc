"""Ways through an operator's HTTP proxy. It is told addresses, never names: it has nothing to resolve."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import httpcore
import httpx

from jikimi.net.addresses import IPAddress
from jikimi.net.connect import PinnedBackend, PinnedStream
from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.policy import FetchPolicy
from jikimi.net.resolve import Resolver, pinned_addresses
from jikimi.net.target import Target, authority, plain_host

_LONGEST_ANSWER: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Proxy:
    """The operator's own choice of server, so its own address may be a private one."""

    host: str
    port: int
    authorization: str | None = field(repr=False)


def read_proxy(url: str) -> Proxy:
    """From "http://[user:password@]host:port". Errors: ValueError with what is wrong."""
    try:
        parsed = httpx.URL(url)
        host = plain_host(parsed.raw_host.decode("ascii").lower())
    except (httpx.InvalidURL, FetchRefused, UnicodeError):
        raise ValueError("The proxy's address cannot be read: it is http://host:port.") from None
    if parsed.scheme != "http":
        raise ValueError("The proxy must be an HTTP proxy: http://host:port.")
    authorization = None
    if parsed.userinfo:
        user_and_password = unquote(parsed.userinfo.decode()).encode()
        authorization = "Basic " + base64.b64encode(user_and_password).decode()
    return Proxy(host, parsed.port or 3128, authorization)


class ForwardBackend(httpcore.AsyncNetworkBackend):
    """For plain http: connects to the proxy; the request line that follows holds the pinned address."""

    def __init__(self, proxy: Proxy, dialer: httpcore.AsyncNetworkBackend) -> None:
        self._proxy = proxy
        self._dialer = dialer

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return await self._dialer.connect_tcp(self._proxy.host, self._proxy.port, timeout)


class TunnelBackend(PinnedBackend):
    """For https: asks the proxy for a tunnel (CONNECT) to the pinned address; TLS then checks the name."""

    def __init__(
        self, policy: FetchPolicy, resolver: Resolver, dialer: httpcore.AsyncNetworkBackend, proxy: Proxy
    ) -> None:
        super().__init__(policy, resolver, dialer)
        self._proxy = proxy

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        target = Target(scheme="https", host=host, port=port, path="/")
        address = (await pinned_addresses(target, self._policy, self._resolver))[0]
        stream = await self._dialer.connect_tcp(self._proxy.host, self._proxy.port, timeout)
        try:
            await self._ask_for_tunnel(stream, authority(str(address), port), timeout)
        except BaseException:
            await stream.aclose()
            raise
        return PinnedStream(stream, address)

    async def _ask_for_tunnel(
        self, stream: httpcore.AsyncNetworkStream, where: str, wait: float | None
    ) -> None:
        lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
        if self._proxy.authorization:
            lines.append(f"Proxy-Authorization: {self._proxy.authorization}")
        await stream.write("\r\n".join([*lines, "", ""]).encode("ascii"), wait)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = await stream.read(_LONGEST_ANSWER, wait)
            answer += piece
            if not piece or len(answer) > _LONGEST_ANSWER:
                raise FetchFailed("The proxy did not answer in a way that can be read.", sent=False)
        status_line, _, rest = answer.partition(b"\r\n")
        if not answer.endswith(b"\r\n\r\n") or not rest:
            raise FetchFailed("The proxy said more than it was asked.", sent=False)
        if status_line.split(b" ")[1:2] != [b"200"]:
            raise FetchFailed("The proxy refused to connect to the server.", sent=False)


def absolute_form(target: Target, address: IPAddress) -> str:
    """What a request line to a proxy names: the pinned address, not the host's name."""
    return f"http://{authority(str(address), target.port, default=80)}{target.path}"
