"""The bounds of what comes back, in time and in size, beside real servers."""

from __future__ import annotations

import asyncio
import gzip
import time

import pytest

from jikimi.net.errors import FetchFailed, FetchTooLarge
from jikimi.net.fetcher import Fetcher
from tests.net.servers import always, answer, policy_for, server

MIB = 1024 * 1024


async def test_a_slow_loris_is_given_up_in_time() -> None:
    async def drip(_head: bytes, writer: asyncio.StreamWriter) -> None:
        for byte in answer(b"x" * 10_000):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    async with server(drip) as port, Fetcher(policy_for(port, total_s=0.6)) as fetcher:
        began = time.monotonic()
        with pytest.raises(FetchFailed, match="too long") as failed:
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
        assert 0.5 < time.monotonic() - began < 3
        assert failed.value.sent is True


async def test_a_slow_body_is_given_up_in_time() -> None:
    async def drip(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 10_000)[:-10_000])
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with server(drip) as port, Fetcher(policy_for(port, total_s=0.6)) as fetcher:
        began = time.monotonic()
        with pytest.raises(FetchFailed, match="too long"):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 3


async def test_silence_between_two_pieces_is_given_up() -> None:
    async def stall(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 100)[:-50])
        await writer.drain()
        await asyncio.sleep(30)

    async with server(stall) as port, Fetcher(policy_for(port, idle_s=0.3)) as fetcher:
        began = time.monotonic()
        with pytest.raises(FetchFailed, match="too long"):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 3


async def test_an_endless_body_ends_at_the_bound() -> None:
    written = 0

    async def endless(_head: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()
            written += 65536

    async with server(endless) as port, Fetcher(policy_for(port, max_bytes=MIB)) as fetcher:
        with pytest.raises(FetchTooLarge):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
    assert written < 32 * MIB


async def test_a_declared_size_past_the_bound_is_not_even_read() -> None:
    async with (
        server(always(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")) as port,
        Fetcher(policy_for(port)) as fetcher,
    ):
        with pytest.raises(FetchTooLarge):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
        with pytest.raises(FetchTooLarge):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/", max_bytes=10)


async def test_a_gzip_bomb_ends_at_the_bound() -> None:
    bomb = gzip.compress(b"\0" * (256 * MIB))
    assert len(bomb) < MIB
    async with (
        server(always(answer(bomb, Content_Encoding="gzip"))) as port,
        Fetcher(policy_for(port, max_bytes=2 * MIB)) as fetcher,
    ):
        seen = 0
        async with fetcher.stream("GET", f"http://127.0.0.1:{port}/") as response:
            with pytest.raises(FetchTooLarge):  # noqa: PT012
                async for piece in response.aiter_bytes():
                    assert len(piece) <= 65536
                    seen += len(piece)
        assert seen <= 2 * MIB


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 40_000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 6000 + b"Content-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 4_000_000,
        b"220 smtp.example ESMTP ready\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ],
)
async def test_absurd_headers_are_an_error(head: bytes) -> None:
    async with server(always(head)) as port, Fetcher(policy_for(port, idle_s=2.0)) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")
