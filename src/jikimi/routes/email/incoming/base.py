"""What every kind of mailbox offers: the letters after a place, at most so many, each at most so long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

# A report of a server stands before the letter that it sends back; an answer's words stand at its beginning.
MAX_BYTES: Final = 256 * 1024
MOST_AT_ONCE: Final = 50


class InboxUnavailable(Exception):
    """The mailbox cannot be read for now. The message is a sentence for the operator, without secrets."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a mailbox was read: the last letter's number, under the numbering `validity` (RFC 3501).

    `since` is the day before which nothing can be an answer.
    """

    validity: int
    last_uid: int
    since: date


@dataclass(frozen=True, slots=True)
class Found:
    """One letter's first bytes, and the place after it. `name` is what the mailbox calls it."""

    raw: bytes
    validity: int
    uid: int
    name: str = ""


class Mailbox(Protocol):
    """Blocks; call it in a thread of its own."""

    @property
    def account(self) -> str:
        """What tells this mailbox from others. Never written anywhere as it is."""

    def fetch(self, after: Place) -> list[Found]:
        """The next letters, the oldest first. Errors: InboxUnavailable."""

    def check(self) -> None:
        """Whether it can be read; nothing is. Errors: InboxUnavailable."""

    def done(self, found: Found) -> None:
        """It has been recorded. Errors: InboxUnavailable."""
