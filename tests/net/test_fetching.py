"""Ordinary requests, and what is left of them, beside real servers."""

from __future__ import annotations

import asyncio
import logging

import psutil
import pytest

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from tests.net.servers import always, answer, policy_for, server


async def test_a_named_loopback_host_is_fetched_and_sent_no_cookie() -> None:
    heard: list[bytes] = []
    async with server(always(answer(Set_Cookie="a=b"), heard)) as port, Fetcher(policy_for(port)) as fetcher:
        for _ in range(2):
            got = await fetcher.fetch("GET", f"http://127.0.0.1:{port}/a%20path?q=1#part")
            assert (got.status, got.body, got.addresses) == (200, b"hello", ("127.0.0.1",))
    for head in heard:
        assert head.startswith(b"GET /a%20path?q=1 HTTP/1.1\r\n")
        assert f"Host: 127.0.0.1:{port}\r\n".encode() in head
        assert b"cookie" not in head.lower()


async def test_another_port_of_a_named_loopback_host_is_refused() -> None:
    async with Fetcher(policy_for(1)) as fetcher:
        with pytest.raises(FetchRefused, match="port"):
            await fetcher.fetch("GET", "http://127.0.0.1:2/")
        with pytest.raises(FetchRefused, match="this machine"):
            await fetcher.fetch("GET", "http://127.0.0.1/")


async def test_strangers_urls_never_reach_a_named_loopback_host() -> None:
    async with server(always(answer())) as port, Fetcher(policy_for(port).for_strangers_urls()) as fetcher:
        with pytest.raises(FetchRefused):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")


async def test_a_loopback_name_must_still_lead_to_loopback() -> None:
    async def inner(_: str) -> list[str]:
        return ["10.0.0.1"]

    async with Fetcher(FetchPolicy.of(loopback_hosts=["hs.localhost:8008"]), resolver=inner) as fetcher:
        with pytest.raises(FetchRefused, match="private"):
            await fetcher.fetch("GET", "http://hs.localhost:8008/")


async def test_a_body_is_posted() -> None:
    got: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(7))
        writer.write(answer())
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening, Fetcher(policy_for(port)) as fetcher:
        await fetcher.fetch(
            "POST", f"http://127.0.0.1:{port}/", body=b'{"a":1}', headers={"Content-Type": "application/json"}
        )
    assert b"Content-Length: 7\r\n" in got[0]
    assert got[0].endswith(b'{"a":1}')


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "a=b"},
        {"Host": "other"},
        {"Content-Length": "9"},
        {"Transfer-Encoding": "chunked"},
        {"X-A": "b\r\nX-C: d"},
        {"X A": "b"},
        {"X-Ä": "b"},
        {"Proxy-Authorization": "x"},
    ],
)
async def test_headers_that_would_change_the_request_are_refused(headers: dict[str, str]) -> None:
    async with Fetcher(policy_for(1)) as fetcher:
        with pytest.raises(FetchRefused, match="header"):
            await fetcher.fetch("GET", "http://127.0.0.1:1/", headers=headers)


async def test_a_server_that_is_not_there_was_surely_not_asked() -> None:
    async with server(always(answer())) as port:
        pass
    async with Fetcher(policy_for(port)) as fetcher:
        with pytest.raises(FetchFailed, match="could not be reached") as failed:
            await fetcher.fetch("POST", f"http://127.0.0.1:{port}/", body=b"")
    assert failed.value.sent is False


async def test_a_connection_that_breaks_after_the_question_may_have_been_heard() -> None:
    async def hang_up(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with server(hang_up) as port, Fetcher(policy_for(port)) as fetcher:
        with pytest.raises(FetchFailed) as failed:
            await fetcher.fetch("POST", f"http://127.0.0.1:{port}/", body=b"x")
    assert failed.value.sent is True


async def test_a_body_that_ends_too_early_is_an_error() -> None:
    async def short(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 100)[:-50])
        await writer.drain()
        writer.close()

    async with server(short) as port, Fetcher(policy_for(port)) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")


async def test_no_connection_is_left_open_however_a_request_ends() -> None:
    def connections() -> int:
        return len(psutil.Process().net_connections(kind="tcp"))

    async def bad_ways(path: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(
            {
                b"GET /large": answer(b"x" * 5000),
                b"GET /away ": answer(b"", "302 Found", Location="http://10.0.0.1/"),
                b"GET /short": answer(b"x" * 100)[:-50],
                b"GET /packe": answer(b"junk", Content_Encoding="gzip"),
            }.get(path[:10], answer())
        )
        if b"/short" in path:
            writer.close()

    async with server(bad_ways) as port:
        before = connections()
        async with Fetcher(policy_for(port, max_bytes=1000)) as fetcher:
            url = f"http://127.0.0.1:{port}"
            for _ in range(10):
                for path in ("large", "away", "short", "packed"):
                    with pytest.raises((FetchFailed, FetchRefused)):
                        await fetcher.fetch("GET", f"{url}/{path}")
                async with fetcher.stream("GET", f"{url}/unread"):
                    pass
                assert (await fetcher.fetch("GET", f"{url}/fine")).status == 200
        await asyncio.sleep(0.1)
        assert connections() <= before


async def test_nothing_that_was_asked_is_written_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with server(always(answer())) as port, Fetcher(policy_for(port)) as fetcher:
        await fetcher.fetch(
            "GET", f"http://127.0.0.1:{port}/secret", headers={"Authorization": "Bearer token"}
        )
    for word in ("127.0.0.1", str(port), "secret", "token"):
        assert word not in caplog.text


async def test_one_fetcher_may_be_used_in_one_event_loop_after_the_other() -> None:
    async with server(always(answer())) as port:
        fetcher = Fetcher(policy_for(port))
        assert (await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")).status == 200

        def elsewhere() -> int:
            return asyncio.run(fetcher.fetch("GET", f"http://127.0.0.1:{port}/")).status

        assert await asyncio.to_thread(elsewhere) == 200
