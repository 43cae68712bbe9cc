"""A name is resolved once, and the address that was checked is the address that is dialled."""

from __future__ import annotations

from pathlib import Path

import pytest

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from tests.net.certificates import contexts
from tests.net.servers import PUBLIC, PUBLIC_V6, FakeResolver, LeadingDialer, always, answer, server


async def test_dns_rebinding_dials_the_checked_address_only() -> None:
    heard: list[bytes] = []
    async with server(always(answer(Connection="close"), heard)) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        resolver = FakeResolver([PUBLIC], ["127.0.0.1"])
        async with Fetcher(FetchPolicy(), resolver=resolver, dialer=dialer) as fetcher:
            got = await fetcher.fetch("GET", "http://rebind.example/")
            assert got.addresses == (PUBLIC,)
            assert (resolver.asked, dialer.dialled) == (["rebind.example"], [(PUBLIC, 80)])
            with pytest.raises(FetchRefused):
                await fetcher.fetch("GET", "http://rebind.example/")
        assert dialer.dialled == [(PUBLIC, 80)]
    assert len(heard) == 1
    assert b"Host: rebind.example\r\n" in heard[0]


async def test_odd_spellings_of_a_public_address_are_asked_by_their_plain_one() -> None:
    heard: list[bytes] = []
    async with server(always(answer(), heard)) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(FetchPolicy(), dialer=dialer) as fetcher:
            for odd in ("0x5db8d822", "1572395042", "93.12113954"):
                assert (await fetcher.fetch("GET", f"http://{odd}/")).addresses == (PUBLIC,)
    assert all(f"Host: {PUBLIC}\r\n".encode() in head for head in heard)


async def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    async with server(always(answer())) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        resolver = FakeResolver([PUBLIC_V6, PUBLIC])
        async with Fetcher(FetchPolicy(), resolver=resolver, dialer=dialer) as fetcher:
            assert (await fetcher.fetch("GET", "http://two.example/")).addresses == (PUBLIC,)
        assert dialer.dialled == [(PUBLIC_V6, 80), (PUBLIC, 80)]


async def test_tls_is_checked_against_the_name_though_an_address_is_dialled(tmp_path: Path) -> None:
    serving, asking = contexts(tmp_path, "right.example")
    names: list[str | None] = []
    serving.sni_callback = lambda _sock, name, _context: names.append(name)
    async with server(always(answer()), tls=serving) as port:
        dialer = LeadingDialer({(PUBLIC, 443): port})
        async with Fetcher(
            FetchPolicy(), resolver=FakeResolver([PUBLIC]), dialer=dialer, ssl_context=asking
        ) as fetcher:
            assert (await fetcher.fetch("GET", "https://right.example/")).status == 200
            with pytest.raises(FetchFailed, match="certificate") as failed:
                await fetcher.fetch("GET", "https://wrong.example/")
            assert failed.value.sent is False
    assert names == ["right.example", "wrong.example"]


async def test_two_names_at_one_address_never_share_a_connection(tmp_path: Path) -> None:
    heard: list[bytes] = []
    async with server(always(answer(), heard)) as port:
        dialer = LeadingDialer({(PUBLIC, 80): port})
        async with Fetcher(FetchPolicy(), resolver=FakeResolver([PUBLIC]), dialer=dialer) as fetcher:
            for name in ("one.example", "two.example", "one.example"):
                await fetcher.fetch("GET", f"http://{name}/")
    assert len(dialer.dialled) == 2


async def test_a_name_that_cannot_be_found_is_said_so() -> None:
    async def nothing(_: str) -> list[str]:
        raise OSError

    for resolver in (nothing, FakeResolver([]), FakeResolver(["not an address"])):
        async with Fetcher(FetchPolicy(), resolver=resolver, dialer=LeadingDialer()) as fetcher:
            with pytest.raises(FetchFailed, match="name of the server") as failed:
                await fetcher.fetch("GET", "http://nowhere.example/")
            assert failed.value.sent is False
