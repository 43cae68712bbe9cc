"""Every hop of a redirect is checked like a first address, and credentials stay where they belong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from tests.net.certificates import contexts
from tests.net.servers import PUBLIC, FakeResolver, LeadingDialer, answer, server

SECRET = {"Authorization": "Bearer secret"}


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::ffff:127.0.0.1]/",
        "//127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0x7f000001/",
        "file:///etc/passwd",
        "http://user:password@93.184.216.34/",
        "http://93.184.216.34:22/",
        "\\\\127.0.0.1\\",
    ],
)
async def test_a_redirect_inside_is_refused(location: str) -> None:
    async def send_away(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", "302 Found", Location=location))

    async with server(send_away) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(FetchPolicy(), dialer=dialer) as fetcher:
            with pytest.raises(FetchRefused):
                await fetcher.fetch("GET", f"http://{PUBLIC}/")
        assert dialer.dialled == [(PUBLIC, 80)]


async def test_a_stranger_cannot_send_us_to_the_operators_own_server() -> None:
    async with server(_send_to_own) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port, ("127.0.0.1", 8008): port})
        policy = FetchPolicy.of(loopback_hosts=["127.0.0.1:8008"])
        async with Fetcher(policy, dialer=dialer) as fetcher:
            with pytest.raises(FetchRefused, match="only we may choose"):
                await fetcher.fetch("GET", f"http://{PUBLIC}/")
        assert dialer.dialled == [(PUBLIC, 80)]


async def _send_to_own(_head: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(b"", "307 Temporary Redirect", Location="http://127.0.0.1:8008/admin"))


async def test_credentials_stay_with_the_first_origin_for_good() -> None:
    heard: list[bytes] = []

    async def wander(head: bytes, writer: asyncio.StreamWriter) -> None:
        heard.append(head)
        where = {
            b"GET /start": "/here",
            b"GET /here ": "http://b.example/there",
            b"GET /there": "http://a.example/back",
        }.get(head[:10])
        writer.write(answer(b"", "302 Found", Location=where) if where else answer())

    async with server(wander) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(FetchPolicy(), resolver=FakeResolver([PUBLIC]), dialer=dialer) as fetcher:
            got = await fetcher.fetch("GET", "http://a.example/start", headers=SECRET)
    assert got.final_url == "http://a.example/back"
    assert [b"Bearer secret" in head for head in heard] == [True, True, False, False]
    assert [b"Host: b.example" in head for head in heard] == [False, False, True, False]


async def test_a_step_down_from_https_is_refused(tmp_path: Path) -> None:
    serving, asking = contexts(tmp_path, "a.example")

    async def down(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", "301 Moved", Location="http://a.example/"))

    async with server(down, tls=serving) as port:
        dialer = LeadingDialer({(PUBLIC, 443): port})
        async with Fetcher(
            FetchPolicy(), resolver=FakeResolver([PUBLIC]), dialer=dialer, ssl_context=asking
        ) as fetcher:
            with pytest.raises(FetchRefused, match="encrypted"):
                await fetcher.fetch("GET", "https://a.example/")


async def test_redirects_come_to_an_end() -> None:
    asked = 0

    async def round_and_round(_head: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(answer(b"", "302 Found", Location=f"/{asked}"))

    async with server(round_and_round) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(replace(FetchPolicy(), max_redirects=3), dialer=dialer) as fetcher:
            with pytest.raises(FetchFailed, match="without an end"):
                await fetcher.fetch("GET", f"http://{PUBLIC}/")
    assert asked == 4


async def test_a_redirect_of_a_post_is_handed_back_and_not_followed() -> None:
    async def away(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", "307 Temporary Redirect", Location="http://127.0.0.1/"))

    async with server(away) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(FetchPolicy(), dialer=dialer) as fetcher:
            assert (await fetcher.fetch("POST", f"http://{PUBLIC}/", body=b"")).status == 307
