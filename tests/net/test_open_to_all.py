"""Which addresses mean something to other people: told by their letters alone, with nothing looked up."""

from __future__ import annotations

import pytest

from jikimi.net.errors import FetchRefused
from jikimi.net.open_to_all import why_not_open_to_all
from jikimi.net.policy import FetchPolicy
from jikimi.net.target import parse_target


def why(url: str, *loopback: str) -> str | None:
    return why_not_open_to_all(parse_target(url), FetchPolicy.of(loopback_hosts=loopback))


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/",
        "https://localhost.site.example/",
        "https://9.9.9.9/",
        "https://[2606:4700::1]/",
        "https://notlocal.example/",
        "https://xn--x-fub.com/",
        "https://home.example:8443/",
    ],
)
def test_what_lies_on_the_web(url: str) -> None:
    assert why(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/",
        "http://0x7f000001/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://nas.home.arpa/",
        "http://metadata.google.internal/",
    ],
)
def test_what_lies_within(url: str) -> None:
    assert why(url)


def test_what_the_operator_named_is_hers() -> None:
    assert why("http://hs.localhost:8008/", "hs.localhost:8008") is None
    assert why("http://hs.localhost:8009/", "hs.localhost:8008")


@pytest.mark.parametrize("port", ["0", "65536", "99999999"])
def test_a_port_that_no_server_has(port: str) -> None:
    with pytest.raises(FetchRefused, match="port"):
        parse_target(f"https://site.example:{port}/")
