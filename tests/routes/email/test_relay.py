"""A relay that would send in clear over a network cannot even be configured."""

from __future__ import annotations

import pytest

from jikimi.routes.email.relay import Relay, RelayRefused, is_loopback


def relay(**other) -> Relay:
    return Relay(**{"host": "mail.example", "sender": "notices@centre.example", **other})


@pytest.mark.parametrize(
    "host", ["mail.example", "10.0.0.1", "localhost.example", "192.168.0.1", "fe80::1", "127.1"]
)
def test_in_clear_is_refused_beyond_this_machine(host) -> None:
    with pytest.raises(RelayRefused, match="never sent in clear"):
        relay(host=host, tls="none")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_in_clear_is_possible_on_this_machine(host) -> None:
    assert is_loopback(relay(host=host, tls="none").host)


@pytest.mark.parametrize("host", ["", "a\r\nb", "그림.example"])
def test_a_host_that_is_none(host) -> None:
    with pytest.raises(RelayRefused, match="host"):
        relay(host=host)


def test_a_user_name_needs_its_password() -> None:
    with pytest.raises(RelayRefused, match="together"):
        relay(username="x")


def test_a_sender_that_is_no_address() -> None:
    with pytest.raises(RelayRefused, match="sender"):
        relay(sender="The Centre")


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(relay(username="x", password="secret"))
