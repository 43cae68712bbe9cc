"""The one bounded way out to other machines."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import httpcore
import httpx

from jikimi.net.addresses import IPAddress
from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.failures import Progress, in_words
from jikimi.net.headers import request_headers, response_headers
from jikimi.net.policy import FetchPolicy
from jikimi.net.redirects import is_redirect, next_target
from jikimi.net.resolve import Resolver, system_resolver
from jikimi.net.response import Fetched, FetchResponse
from jikimi.net.target import parse_target
from jikimi.net.ways import Ways

_FOLLOWED: Final = frozenset({"GET", "HEAD"})
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE"})

# At its most talkative the library would write addresses into the log.
logging.getLogger("httpcore").setLevel(logging.WARNING)


@cache
def _usual_tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class Fetcher:
    """Asks other machines, within the operator's `FetchPolicy`. Keeps no cookies, caches nothing.

    Use one for many requests and close it (`async with`, or `aclose`). `resolver` turns a name into
    addresses; `dialer` opens the connection to an address; both are the machine's own unless given.
    Errors in `policy.proxy`: ValueError.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolver: Resolver = system_resolver,
        dialer: httpcore.AsyncNetworkBackend | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.policy = policy
        self._ways = Ways(policy, resolver, dialer or httpcore.AnyIOBackend(), ssl_context or _usual_tls())

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that are kept open."""
        await self._ways.aclose()

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        max_bytes: int | None = None,
        total_s: float | None = None,
    ) -> AsyncIterator[FetchResponse]:
        """Ask, and read the answer in pieces. Redirects of GET and HEAD are followed, others handed back.

        `max_bytes` and `total_s` narrow the policy's bounds. Errors: FetchRefused (we did not ask),
        FetchFailed.
        """
        if method not in _METHODS:
            raise FetchRefused("Only GET, HEAD, POST, PUT and DELETE are sent.")
        deadline = asyncio.get_running_loop().time() + min(
            total_s or self.policy.total_s, self.policy.total_s
        )
        most = self.policy.max_bytes if max_bytes is None else min(max_bytes, self.policy.max_bytes)
        target = parse_target(url)
        same_origin = True
        addresses: tuple[IPAddress, ...] = ()
        for _ in range(self.policy.max_redirects + 1):
            progress = Progress()
            raw = request_headers(target, headers or {}, same_origin=same_origin)
            with in_words(progress):
                async with asyncio.timeout_at(deadline):
                    answer, address = await self._ways.ask(method, target, raw, body, progress)
            try:
                addresses = (*addresses, *([address] if address else []))
                answer_headers = response_headers(answer.headers, self.policy.max_header_bytes)
                if method not in _FOLLOWED or not is_redirect(answer.status, answer_headers):
                    yield FetchResponse(
                        answer,
                        headers=answer_headers,
                        url=target.url,
                        addresses=addresses,
                        max_bytes=most,
                        deadline=deadline,
                        progress=progress,
                    )
                    return
                following = next_target(target, answer_headers["location"], self.policy)
                same_origin = same_origin and following.origin == target.origin
                target = following
            finally:
                await answer.aclose()
        raise FetchFailed("The server sent us from one address to the next without an end.", sent=True)

    async def fetch(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        max_bytes: int | None = None,
        total_s: float | None = None,
    ) -> Fetched:
        """Ask, and read the whole answer. Bounds and errors: as `stream`."""
        async with self.stream(
            method, url, headers=headers, body=body, max_bytes=max_bytes, total_s=total_s
        ) as response:
            return await response.read()
