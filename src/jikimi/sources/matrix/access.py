"""How a homeserver is reached, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HomeserverAccess:
    """`base_url` like "https://matrix.example.org"; `access_token` of an account that joins nothing."""

    base_url: str
    access_token: str | None = field(default=None, repr=False)
