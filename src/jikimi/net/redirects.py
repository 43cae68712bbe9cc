"""Follows a redirect by hand: every hop is read and checked as if it had been asked for at first."""

from __future__ import annotations

from typing import Final

import httpx

from jikimi.net.errors import FetchRefused
from jikimi.net.policy import FetchPolicy
from jikimi.net.target import Target

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


def is_redirect(status: int, headers: httpx.Headers) -> bool:
    return status in _REDIRECTS and "location" in headers


def next_target(current: Target, location: str, policy: FetchPolicy) -> Target:
    """Where a redirect leads. Errors: FetchRefused for a step down to http, or into a named loopback host.

    The operator named that host for what Jikimi asks of it itself, not for where strangers send us.
    """
    following = current.joined(location)
    if current.scheme == "https" and following.scheme == "http":
        raise FetchRefused("The server sent us from an encrypted address to an open one.")
    if following.origin != current.origin and policy.names_loopback(following.host, following.port):
        raise FetchRefused("The server sent us to a server on this machine, which only we may choose.")
    return following
