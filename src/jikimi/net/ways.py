"""The ways to another machine: straight to it, or through the operator's proxy."""

from __future__ import annotations

import asyncio
import ssl
from typing import Final

import httpcore

from jikimi.net.addresses import IPAddress
from jikimi.net.connect import PinnedBackend, pinned_address
from jikimi.net.errors import FetchFailed
from jikimi.net.failures import Progress
from jikimi.net.headers import RawHeaders
from jikimi.net.policy import FetchPolicy
from jikimi.net.proxy import ForwardBackend, TunnelBackend, absolute_form, read_proxy
from jikimi.net.resolve import Resolver, pinned_addresses
from jikimi.net.target import Target

_KEPT_OPEN_S: Final = 20.0
_MOST_CONNECTIONS: Final = 20


class Ways:
    """Sends one request the right way. Connections are kept open by name, and belong to one event loop."""

    def __init__(
        self,
        policy: FetchPolicy,
        resolver: Resolver,
        dialer: httpcore.AsyncNetworkBackend,
        ssl_context: ssl.SSLContext,
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._ssl_context = ssl_context
        self._proxy = read_proxy(policy.proxy) if policy.proxy else None
        self._backends: dict[str, httpcore.AsyncNetworkBackend] = {
            "direct": PinnedBackend(policy, resolver, dialer)
        }
        if self._proxy:
            self._backends["tunnel"] = TunnelBackend(policy, resolver, dialer, self._proxy)
            self._backends["forward"] = ForwardBackend(self._proxy, dialer)
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(
        self, method: str, target: Target, headers: RawHeaders, body: bytes | None, progress: Progress
    ) -> tuple[httpcore.Response, IPAddress | None]:
        """One request, no redirects; close the response. Errors: FetchRefused, FetchFailed, httpcore's."""
        way = self._way(target)
        path, forwarded_to = target.path, None
        if way == "forward" and self._proxy:
            forwarded_to = (await pinned_addresses(target, self._policy, self._resolver))[0]
            path = absolute_form(target, forwarded_to)
            if self._proxy.authorization:
                headers = [*headers, (b"Proxy-Authorization", self._proxy.authorization.encode("ascii"))]
        request = httpcore.Request(
            method,
            httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=path),
            headers=[*headers, *_length(method, body)],
            content=body,
            extensions={"timeout": self._timeouts(), "trace": progress.note},
        )
        response = await self._pool(way).handle_async_request(request)
        if not 200 <= response.status <= 599:
            await response.aclose()
            raise FetchFailed("The server's answer is not HTTP.", sent=True)
        return response, forwarded_to or pinned_address(response)

    async def aclose(self) -> None:
        pools, self._pools = self._pools, {}
        if self._loop is asyncio.get_running_loop():
            for pool in pools.values():
                await pool.aclose()

    def _way(self, target: Target) -> str:
        if self._proxy is None or self._policy.names_loopback(target.host, target.port):
            return "direct"
        return "tunnel" if target.scheme == "https" else "forward"

    def _pool(self, way: str) -> httpcore.AsyncConnectionPool:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._pools, self._loop = {}, loop
        if way not in self._pools:
            self._pools[way] = httpcore.AsyncConnectionPool(
                ssl_context=self._ssl_context,
                max_connections=_MOST_CONNECTIONS,
                keepalive_expiry=_KEPT_OPEN_S,
                network_backend=self._backends[way],
            )
        return self._pools[way]

    def _timeouts(self) -> dict[str, float]:
        idle = self._policy.idle_s
        return {"connect": self._policy.connect_s, "read": idle, "write": idle, "pool": self._policy.total_s}


def _length(method: str, body: bytes | None) -> RawHeaders:
    if body is None and method in ("GET", "HEAD", "DELETE"):
        return []
    return [(b"Content-Length", str(len(body or b"")).encode("ascii"))]
