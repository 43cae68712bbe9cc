"""What the operator allows: the limits of every request, and the few loopback hosts that may be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """The limits of every request.

    `loopback_hosts` are names or addresses of this machine ("127.0.0.1:8008", "[::1]:8008", "hs.localhost")
    that may be reached though they are loopback; with a port only that port, without one the `ports`.
    `ports` is the whole list for everybody else. `proxy` is "http://[user:password@]host:port"; it is given
    resolved addresses only, and loopback hosts are never asked for through it. `refused_networks` are further
    networks ("198.51.100.7/32") that must not be reached. Sizes are in bytes and hold before and after
    decompression, times in seconds: `connect_s` to connect, `idle_s` between two pieces, `total_s` for all.
    """

    loopback_hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    proxy: str | None = None
    refused_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    max_bytes: int = 32 * MIB
    max_header_bytes: int = 32 * 1024
    max_redirects: int = 5
    connect_s: float = 10.0
    idle_s: float = 15.0
    total_s: float = 60.0

    @classmethod
    def of(
        cls,
        *,
        loopback_hosts: Iterable[str] = (),
        ports: Iterable[int] = (),
        proxy: str | None = None,
        refused_networks: Iterable[str] = (),
    ) -> FetchPolicy:
        """From an operator's configuration: `ports` are those beside 80 and 443. Errors: ValueError."""
        return cls(
            loopback_hosts=frozenset(host.strip().lower() for host in loopback_hosts),
            ports=frozenset({80, 443, *ports}),
            proxy=proxy,
            refused_networks=tuple(ip_network(network) for network in refused_networks),
        )

    def for_strangers_urls(self) -> FetchPolicy:
        """The same without any loopback host: for addresses that somebody outside gave us."""
        return replace(self, loopback_hosts=frozenset())

    def names_loopback(self, host: str, port: int) -> bool:
        """Whether the operator named this host (a plain name or IP address) and port as a loopback one."""
        written = f"[{host}]" if ":" in host else host
        if f"{written}:{port}" in self.loopback_hosts:
            return True
        return port in self.ports and bool({host, written} & self.loopback_hosts)
