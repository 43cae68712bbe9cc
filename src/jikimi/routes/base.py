"""What every way to reach somebody offers: send one notice, get one receipt, or hear why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class ReceiptGrade(StrEnum):
    """Handed over: the relay took it. Acknowledged: they answered. Bounced: taken back."""

    HANDED_OVER = "handed over"
    ACKNOWLEDGED = "acknowledged"
    BOUNCED = "bounced"


class NotSent(Exception):
    """It was surely not sent. The message is a sentence for a person; `words` is what the other side said.

    `way_closed`: the way itself is closed for now, to every notice alike, so that no other need be tried.
    `taken`: the posts, by address, that were taken all the same, where a route goes post by post.
    """

    taken: tuple[str, ...] = ()

    def __init__(self, sentence: str, *, words: str = "", try_again: bool, way_closed: bool = False) -> None:
        super().__init__(sentence)
        self.words = words
        self.try_again = try_again
        self.way_closed = way_closed


class SentOrNot(Exception):
    """Nobody can tell: the connection broke inside the window. Never sent again by itself."""


@dataclass(frozen=True, slots=True)
class NamedLink:
    """One address in a notice.

    `room`, `post` and `media` are as the source wrote them; `url` is what a person reads. `pdq` is
    the 64-digit hex hash of what was seen there, if one may be handed out.
    """

    url: str
    room: str
    post: str
    media: str | None = None
    pdq: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a notice, made and approved before. Ways that carry no files leave it out."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingNotice:
    """A notice as it leaves: no name of the person, no picture, nothing that is not in the law's list.

    `retracts` is the number of the wrong notice that this one takes back. `reply_to` is the address of the
    page where it can be answered, which the text names too. `enclosed` goes along where the way can carry it.
    `return_mark` (16 letters) is known to who carried the letter: by it one that comes back is told from a
    stranger's word that it did.
    """

    id: str
    made_at: datetime
    platform: str
    law: str
    destination: str
    links: tuple[NamedLink, ...]
    ground: str
    subject: str
    body: str
    sender_name: str
    sender_contact: str
    attach_xarf: bool = False
    retracts: str = ""
    reply_to: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    return_mark: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that somebody took the notice. `reference` is theirs (a queue id, an event id)."""

    grade: ReceiptGrade
    at: datetime
    reference: str
    words: str = ""


class Route(Protocol):
    """A way to reach somebody who can remove content."""

    kind: str

    async def send(self, notice: OutgoingNotice) -> Receipt:
        """Send once. Errors: NotSent (surely not), SentOrNot (nobody can tell)."""


@runtime_checkable
class SigningRoute(Protocol):
    """A route that signs what it sends, so that anybody can be told whether a notice is genuine.

    `key_id` and `public_pem` are what everybody may know of its key.
    """

    @property
    def key_id(self) -> str: ...

    @property
    def public_pem(self) -> str: ...

    def signed_sha256(self, notice: OutgoingNotice) -> str:
        """The SHA-256, in hex, of the signed JSON as `send` would attach it."""
