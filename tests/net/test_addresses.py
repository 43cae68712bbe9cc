"""The classifier's laws: nothing special passes, nothing public is lost, no clothes change the verdict."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jikimi.net.addresses import why_not_public
from jikimi.net.own_machine import is_own

# Written down again from the registries, on purpose apart from the product's own list.
SPECIAL_V4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
]
SPECIAL_V6 = [
    IPv6Network(network)
    for network in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/32",
        "2001:2::/48",
        "2001:10::/28",
        "2001:20::/28",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
]


def within(networks: list[IPv4Network] | list[IPv6Network]) -> st.SearchStrategy[IPv4Address | IPv6Address]:
    return st.sampled_from(networks).flatmap(
        lambda n: st.integers(0, n.num_addresses - 1).map(lambda offset: n[offset])
    )


@given(within(SPECIAL_V4))
def test_every_special_ipv4_address_is_refused(address: IPv4Address) -> None:
    assert why_not_public(address)


@given(within(SPECIAL_V6))
def test_every_special_ipv6_address_is_refused(address: IPv6Address) -> None:
    assert why_not_public(address)


@given(st.ip_addresses(v=4))
@example(IPv4Address("8.8.8.8"))
@example(IPv4Address("100.63.255.255"))
@example(IPv4Address("100.128.0.0"))
@example(IPv4Address("172.32.0.0"))
@example(IPv4Address("223.255.255.255"))
def test_an_ipv4_address_is_refused_only_where_a_registry_says_so(address: IPv4Address) -> None:
    assert (why_not_public(address) is None) == (not any(address in network for network in SPECIAL_V4))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_in_ipv6_clothes(address: IPv4Address) -> None:
    number = int(address)
    clothes = [
        IPv6Address(number),
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
        IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
    ]
    assert all(why_not_public(dressed) for dressed in clothes)


@given(st.ip_addresses(v=6))
@example(IPv6Address("2606:4700:4700::1111"))
@example(IPv6Address("2a00:1450:4001:81b::200e"))
@example(IPv6Address("4000::1"))
def test_only_global_unicast_ipv6_passes(address: IPv6Address) -> None:
    if why_not_public(address) is None:
        assert address in IPv6Network("2000::/3")
        assert address.is_global


@pytest.mark.parametrize("written", ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2620:4f:8000::1"])
def test_public_ipv6_addresses_pass(written: str) -> None:
    assert why_not_public(ip_address(written)) is None


def test_an_address_with_a_zone_is_refused() -> None:
    assert why_not_public(ip_address("2606:4700:4700::1111%eth0")) == "the local link"


@pytest.mark.parametrize(("written", "own"), [("127.0.0.1", True), ("::1", True), ("203.0.113.9", False)])
def test_the_machine_knows_its_own_addresses(written: str, own: bool) -> None:
    assert is_own(ip_address(written)) is own
