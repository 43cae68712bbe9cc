"""The classic ways to make a server fetch what it must not. None of them opens a connection."""

from __future__ import annotations

import pytest

from jikimi.net.errors import FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from tests.net.servers import FakeResolver, LeadingDialer

LITERALS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.127.127.127/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0x7F.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[ff02::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xA9FEA9FE/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
]
UNREADABLE = [
    "http://127.0.0.1.2.3/",
    "http://256.256.256.256/",
    "http://0x/",
    "http://localhost\\@example.org/",
    "http://example.org\\.localhost/",
    "http://user@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1:80@example.org/",
    "http://user:password@example.org/",
    "http://@example.org/",
    "http://exa mple.org/",
    "http://example.org/\r\nX-Injected: 1",
    "http://example.org\t/",
    "http://127%2e0%2e0%2e1/",
    "http://[::1%25lo]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http:///etc/passwd",
    "http://",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stats",
    "ftp://127.0.0.1/",
    "ldap://127.0.0.1/",
    "jar:http://127.0.0.1!/",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "",
    "http://example.org/" + "a" * 9000,
]
PORTS = [
    "http://93.184.216.34:22/",
    "http://93.184.216.34:6379/",
    "http://93.184.216.34:0/",
    "https://93.184.216.34:8448/",
    "http://93.184.216.34:65536/",
]


@pytest.mark.parametrize("url", LITERALS + UNREADABLE + PORTS)
async def test_is_refused_before_anything_is_dialled(url: str) -> None:
    dialer = LeadingDialer()
    resolver = FakeResolver(["93.184.216.34"])
    async with Fetcher(FetchPolicy(), resolver=resolver, dialer=dialer) as fetcher:
        with pytest.raises(FetchRefused) as refused:
            await fetcher.fetch("GET", url)
    assert dialer.dialled == []
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.0.0.1"],
        ["::ffff:10.0.0.1"],
        ["169.254.169.254"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%eth0"],
        ["93.184.216.34", "127.0.0.1"],
        ["93.184.216.34", "fd00::1"],
    ],
)
async def test_a_name_that_leads_inside_is_refused(answers: list[str]) -> None:
    dialer = LeadingDialer()
    async with Fetcher(FetchPolicy(), resolver=FakeResolver(answers), dialer=dialer) as fetcher:
        for url in ("http://innocent.example/", "https://innocent.example/", "http://innocent.example./"):
            with pytest.raises(FetchRefused):
                await fetcher.fetch("GET", url)
    assert dialer.dialled == []


async def test_localhost_is_refused_with_the_real_resolver() -> None:
    dialer = LeadingDialer()
    async with Fetcher(FetchPolicy(), dialer=dialer) as fetcher:
        for url in ("http://localhost/", "http://LOCALHOST./", "https://localhost/"):
            with pytest.raises(FetchRefused):
                await fetcher.fetch("GET", url)
    assert dialer.dialled == []


async def test_a_network_that_the_operator_has_closed_is_refused() -> None:
    policy = FetchPolicy.of(refused_networks=["93.184.216.0/24", "2606:2800::/32"])
    async with Fetcher(policy, dialer=LeadingDialer()) as fetcher:
        for url in ("http://93.184.216.34/", "http://[2606:2800:220:1::1]/"):
            with pytest.raises(FetchRefused, match="closed"):
                await fetcher.fetch("GET", url)
