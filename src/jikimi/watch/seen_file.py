from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jikimi.watch.bank_follower import Compared


@dataclass(frozen=True, slots=True)
class SeenFile:
    """One file of a post, to be remembered. `compact` and `compared` are None where it was not read."""

    post_id: str
    media_index: int
    address: str
    media_address: str | None
    made_at: datetime | None
    author: str
    compact: bytes | None = None
    compared: Compared | None = None
    unread_reason: str = ""
    try_again: bool = False
