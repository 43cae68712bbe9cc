"""A proxy is told addresses, never names; checked beside a real one that remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from tests.net.certificates import contexts
from tests.net.servers import PUBLIC, PUBLIC_V6, FakeResolver, always, answer, server


@asynccontextmanager
async def proxy(
    upstream: int, asked: list[bytes], says: bytes = b"HTTP/1.1 200 OK\r\n\r\n"
) -> AsyncIterator[str]:
    """Leads every tunnel and every forwarded request to `upstream` on 127.0.0.1."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65536):
                writer.write(piece)
                await writer.drain()
        writer.close()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head)
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", upstream)
        if head.startswith(b"CONNECT"):
            writer.write(says)
        else:
            up_writer.write(head)
        await asyncio.gather(copy(reader, up_writer), copy(up_reader, writer))

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


async def test_plain_http_names_the_address_and_keeps_the_host() -> None:
    asked: list[bytes] = []
    async with server(always(answer())) as upstream, proxy(upstream, asked) as url:
        resolver = FakeResolver([PUBLIC])
        async with Fetcher(FetchPolicy.of(proxy=url), resolver=resolver) as fetcher:
            got = await fetcher.fetch("GET", "http://secret-name.example/path?q")
    assert got.addresses == (PUBLIC,)
    assert asked[0].startswith(f"GET http://{PUBLIC}/path?q HTTP/1.1\r\n".encode())
    assert b"Host: secret-name.example\r\n" in asked[0]


@pytest.mark.parametrize(("address", "written"), [(PUBLIC, PUBLIC), (PUBLIC_V6, f"[{PUBLIC_V6}]")])
async def test_https_tunnels_to_the_address_and_checks_the_name(
    tmp_path: Path, address: str, written: str
) -> None:
    asked: list[bytes] = []
    names: list[str | None] = []
    serving, asking = contexts(tmp_path, "secret-name.example")
    serving.sni_callback = lambda _sock, name, _context: names.append(name)
    async with server(always(answer()), tls=serving) as upstream, proxy(upstream, asked) as url:
        policy = FetchPolicy.of(proxy=url.replace("http://", "http://me:pass%20word@"))
        async with Fetcher(policy, resolver=FakeResolver([address]), ssl_context=asking) as fetcher:
            got = await fetcher.fetch("GET", "https://secret-name.example/")
    assert (got.status, got.addresses, names) == (200, (address,), ["secret-name.example"])
    assert asked[0].startswith(f"CONNECT {written}:443 HTTP/1.1\r\nHost: {written}:443\r\n".encode())
    assert b"Proxy-Authorization: Basic bWU6cGFzcyB3b3Jk\r\n" in asked[0]
    assert b"secret-name" not in asked[0]


async def test_what_leads_inside_is_refused_before_the_proxy_hears_of_it() -> None:
    asked: list[bytes] = []
    async with (
        server(always(answer())) as upstream,
        proxy(upstream, asked) as url,
        Fetcher(FetchPolicy.of(proxy=url), resolver=FakeResolver(["10.0.0.1"])) as fetcher,
    ):
        for scheme in ("http", "https"):
            with pytest.raises(FetchRefused):
                await fetcher.fetch("GET", f"{scheme}://inner.example/")
    assert asked == []


async def test_a_named_loopback_host_is_asked_directly() -> None:
    asked: list[bytes] = []
    async with server(always(answer())) as upstream, proxy(upstream, asked) as url:
        policy = FetchPolicy.of(proxy=url, loopback_hosts=[f"127.0.0.1:{upstream}"])
        async with Fetcher(policy) as fetcher:
            assert (await fetcher.fetch("GET", f"http://127.0.0.1:{upstream}/")).status == 200
    assert asked == []


@pytest.mark.parametrize(
    "says",
    [
        b"HTTP/1.1 403 Forbidden\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nand more",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 40_000,
    ],
)
async def test_a_proxy_that_refuses_or_rambles_is_an_error(says: bytes) -> None:
    async with (
        server(always(answer())) as upstream,
        proxy(upstream, [], says) as url,
        Fetcher(FetchPolicy.of(proxy=url), resolver=FakeResolver([PUBLIC])) as fetcher,
    ):
        with pytest.raises(FetchFailed, match="proxy") as failed:
            await fetcher.fetch("GET", "https://some.example/")
        assert failed.value.sent is False


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:1", "socks5://127.0.0.1:1", "127.0.0.1:1", "http://", "http://["]
)
def test_a_proxy_that_cannot_be_used_is_said_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"http://host:port"):
        Fetcher(FetchPolicy.of(proxy=url))
