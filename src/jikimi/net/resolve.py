"""From a name to the addresses that may be connected to. What comes out is pinned: nobody resolves again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import Final

from jikimi.net.addresses import IPAddress, why_not_public
from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.own_machine import is_own
from jikimi.net.policy import FetchPolicy
from jikimi.net.target import Target

Resolver = Callable[[str], Awaitable[Sequence[str]]]
_MOST_ADDRESSES: Final = 32


async def system_resolver(host: str) -> Sequence[str]:
    """The addresses of a name, as this machine's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def pinned_addresses(target: Target, policy: FetchPolicy, resolver: Resolver) -> tuple[IPAddress, ...]:
    """The checked addresses of a target, in the resolver's order. Errors: FetchRefused, FetchFailed.

    One bad address among good ones refuses them all: an honest name has none.
    """
    loopback = policy.names_loopback(target.host, target.port)
    if not loopback and target.port not in policy.ports:
        raise FetchRefused("The address names a port that is not in the list of allowed ones ([net] ports).")
    addresses = [target.literal] if target.literal else await _resolve(target.host, policy, resolver)
    for address in addresses:
        if loopback and address.is_loopback:
            continue
        if words := _why_refused(address, policy):
            raise FetchRefused(
                f"The address leads to {words}, which is never fetched. "
                "If it is a server of your own on this machine, name it under [net] loopback_hosts."
            )
    return tuple(addresses)


async def _resolve(host: str, policy: FetchPolicy, resolver: Resolver) -> list[IPAddress]:
    try:
        async with asyncio.timeout(policy.connect_s):
            answers = await resolver(host)
    except (OSError, UnicodeError):
        raise FetchFailed("The name of the server could not be found.", sent=False) from None
    except TimeoutError:
        raise FetchFailed("The name of the server was not found in time.", sent=False) from None
    try:
        addresses = [ip_address(answer) for answer in dict.fromkeys(answers[:_MOST_ADDRESSES])]
    except ValueError:
        raise FetchFailed("The name of the server leads to no readable address.", sent=False) from None
    if not addresses:
        raise FetchFailed("The name of the server has no address.", sent=False)
    return addresses


def _why_refused(address: IPAddress, policy: FetchPolicy) -> str | None:
    if words := why_not_public(address):
        return words
    if any(address in network for network in policy.refused_networks):
        return "a network that the operator has closed"
    return "this machine itself" if is_own(address) else None
