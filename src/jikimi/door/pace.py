"""How often the door's forms may be used: counted in memory for a minute, written down nowhere."""

from __future__ import annotations

import threading
import time
from collections import deque
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

_WINDOW_S: Final = 60.0
_SWEEP_S: Final = 5.0
# Visitors beyond this many share one count, so that a crowd of addresses cannot fill the memory.
_MOST_VISITORS: Final = 5_000


class Pace:
    """`each` for one visitor and `overall` for all together, in a minute."""

    def __init__(self, each: int, overall: int) -> None:
        self._each = each
        self._overall = overall
        self._all: deque[float] = deque()
        self._visits: dict[str, deque[float]] = {}
        self._swept_at = 0.0
        self._lock = threading.Lock()

    def allows(self, visitor: str, now: float | None = None) -> bool:
        """Whether one more is within bounds; it is counted then."""
        at = time.monotonic() if now is None else now
        with self._lock:
            self._forget(at)
            known = visitor if visitor in self._visits or len(self._visits) < _MOST_VISITORS else ""
            own = self._visits.setdefault(known, deque())
            _drop(own, at - _WINDOW_S)
            if len(own) >= self._each or len(self._all) >= self._overall:
                return False
            own.append(at)
            self._all.append(at)
            return True

    def _forget(self, at: float) -> None:
        _drop(self._all, at - _WINDOW_S)
        if at - self._swept_at < _SWEEP_S:
            return
        self._swept_at = at
        for visitor in list(self._visits):
            _drop(self._visits[visitor], at - _WINDOW_S)
            if not self._visits[visitor]:
                del self._visits[visitor]


def _drop(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()


def visitor_of(request: HttpRequest) -> str:
    """Where a request comes from: what the web server before us says, if there is one that we trust."""
    if settings.JIKIMI_BEHIND_PROXY:
        # The last one was added by our own web server; those before it may be made up.
        return _one_visitor(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip())
    return _one_visitor(str(request.META.get("REMOTE_ADDR", "")))


def _one_visitor(address: str) -> str:
    """Of an IPv6 address its network: one household has 2^64 of them, and must not be a crowd."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address) or found.ipv4_mapped:
        return address
    return str(IPv6Network((int(found), 64), strict=False))
