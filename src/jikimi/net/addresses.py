"""Which IP addresses are out in the public internet, and which lead somewhere that must not be reached.

Sources: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), and the cloud
providers' own pages for metadata services that hide behind an ordinary-looking address.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

IPAddress = IPv4Address | IPv6Address

_V4: Final = tuple(
    (IPv4Network(network), words)
    for network, words in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "the local link, where clouds keep their metadata"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "addresses kept for protocols"),
        ("192.0.2.0/24", "addresses kept for documentation"),
        ("192.88.99.0/24", "a tunnel between IPv4 and IPv6"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "addresses kept for benchmarks"),
        ("198.51.100.0/24", "addresses kept for documentation"),
        ("203.0.113.0/24", "addresses kept for documentation"),
        ("224.0.0.0/4", "a multicast group"),
        ("240.0.0.0/4", "reserved addresses"),
        ("168.63.129.16/32", "a cloud's metadata"),
    )
)

# Only 2000::/3 is given out as global unicast; what is special inside it is listed, all else is outside.
_V6_GLOBAL: Final = IPv6Network("2000::/3")
_V6: Final = tuple(
    (IPv6Network(network), words)
    for network, words in (
        ("2001::/23", "addresses kept for protocols and tunnels"),
        ("2001:db8::/32", "addresses kept for documentation"),
        ("2002::/16", "a tunnel between IPv4 and IPv6"),
        ("3fff::/20", "addresses kept for documentation"),
    )
)
_V6_OUTSIDE: Final = tuple(
    (IPv6Network(network), words)
    for network, words in (
        ("::/128", "this network"),
        ("::1/128", "this machine itself"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 clothes"),
        ("64:ff9b::/96", "a translator between IPv6 and IPv4"),
        ("64:ff9b:1::/48", "a translator between IPv6 and IPv4"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "the local link"),
        ("ff00::/8", "a multicast group"),
    )
)


def why_not_public(address: IPAddress) -> str | None:
    """What an address leads to, in words, or None for one out in the public internet."""
    if isinstance(address, IPv4Address):
        return next((words for network, words in _V4 if address in network), None)
    if address.scope_id is not None:
        return "the local link"
    if address not in _V6_GLOBAL:
        return next((words for network, words in _V6_OUTSIDE if address in network), "reserved addresses")
    return next((words for network, words in _V6 if address in network), None)
