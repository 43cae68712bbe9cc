"""Tells whether an address is one of this machine's own, without having to list its network cards."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, ip_address

from jikimi.net.addresses import IPAddress

_ANY_PORT = 9


def is_own(address: IPAddress) -> bool:
    """True if the kernel would talk to `address` from that very address. Nothing is sent.

    A public address that a router maps to this machine cannot be seen from here: the operator names it
    in `FetchPolicy.refused_networks`.
    """
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), _ANY_PORT))
            return ip_address(probe.getsockname()[0]) == address
    except OSError:
        return False
