from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForMatrix:
    """What reaching a homeserver needs beyond its name."""

    token: str | None = None
    base_url: str | None = None
    loopback_hosts: Sequence[str] = ()
