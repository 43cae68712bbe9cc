"""Whether an address is one that other people can open at all, as far as its own letters tell."""

from __future__ import annotations

from typing import Final

from jikimi.net.addresses import why_not_public
from jikimi.net.policy import FetchPolicy
from jikimi.net.target import Target

# Names that resolve on one machine or in one network only: RFC 6761, 6762 and 8375, ICANN's .internal
# (resolution 2024.07.29.06), and what routers and offices use by habit (RFC 6762, appendix G).
_INNER: Final = ("localhost", "local", "internal", "home.arpa", "intranet", "lan", "home", "corp", "private")


def why_not_open_to_all(target: Target, policy: FetchPolicy) -> str | None:
    """What it leads to, in words, or None. Nothing is looked up, and nobody is asked.

    Loopback hosts that the operator named are hers to allow.
    """
    if policy.names_loopback(target.host, target.port):
        return None
    if target.literal is not None:
        return why_not_public(target.literal)
    if "." not in target.host or target.host.endswith(tuple(f".{name}" for name in _INNER)):
        return "a name that is known in one network only"
    return None
