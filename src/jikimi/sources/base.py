"""What every kind of place offers: posts in order, their media as bounded streams, and a second look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jikimi.fingerprint.film import Film
    from jikimi.fingerprint.fingerprint import Fingerprint

ByteStream = AbstractAsyncContextManager[AsyncIterator[bytes]]


class SourceError(Exception):
    """The place could not be read. The message is a sentence for a person, without names or addresses."""


class SourceUnavailable(SourceError):
    """For now: the server is down, slow or asks us to wait. Try again after `retry_after` seconds."""

    def __init__(self, sentence: str, retry_after: float = 30.0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class SourceRefused(SourceError):
    """For good: the room is encrypted, private, unknown, or the address is not one of ours to read."""


class MediaGone(SourceError):
    """This one file is not served (any more)."""


@dataclass(frozen=True, slots=True)
class Media:
    """One file of a post. `open` gives its bytes as a stream that ends with an error past its size bound.

    `preview` is the small picture that the place shows for it, looked at beside it: it need not be a part of
    the file, and may be all that can be read of it.
    """

    address: str
    open: Callable[[], ByteStream]
    declared_type: str | None = None
    declared_size: int | None = None
    preview: Media | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One thing seen in a room.

    `id` is stable and unique within the room, `address` is what a notice would name. `cursor`, where it is
    set, may be stored once this post and every one before it are remembered: reading on from it gives what
    comes after. `problem` is a sentence where the post's media could not be offered at all.
    """

    id: str
    address: str
    when: datetime | None
    author: str
    media: tuple[Media, ...] = ()
    cursor: str | None = None
    problem: str | None = None


class Grade(StrEnum):
    """How surely a link is gone."""

    LIVE = "live"
    FILE_STILL_SERVED = "message gone but file served"
    HIDDEN_BY_COUNTRY = "hidden by country"
    BEHIND_LOGIN = "behind a login"
    SOFT_404 = "page says gone with status 200"
    GONE = "gone"
    ROOM_GONE = "room gone"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class LinkAddress:
    """Where content was: the room, the post in it and the file's own address, as the source wrote them.

    `known` are fingerprints of what was seen there, by which another picture in its place is told from it;
    `protected` are the case's own photographs, by which it may be recognised. `shown_in_page` says that an
    earlier look found the picture in the page's own text.
    """

    room: str
    post: str
    media: str | None
    known: tuple[Fingerprint, ...] = field(default=(), repr=False, compare=False)
    protected: tuple[Fingerprint, ...] = field(default=(), repr=False, compare=False)
    shown_in_page: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a look found out about a link beside its grade: for the next look, never for anybody else."""

    media: str | None = field(default=None, repr=False)
    likeness: Film | None = field(default=None, repr=False)
    shown_in_page: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at a link. `seen` says what was seen (statuses, lengths), never the picture.

    `sealed` is what would name the place (a final address, a page's hash). Where it was looked at from
    several vantages, `parts` are the looks and this is what they say together; `gone_from` are the vantages
    that found it gone.
    """

    grade: Grade
    at: datetime
    seen: dict[str, str | int | bool | None] = field(default_factory=dict)
    vantage: str = "direct"
    sealed: dict[str, str] = field(default_factory=dict, repr=False)
    parts: tuple[Observation, ...] = ()
    gone_from: tuple[str, ...] = ()
    learnt: Learnt = field(default_factory=Learnt)

    @property
    def visible(self) -> bool:
        """Whether the content was seen from anywhere."""
        return any(one.grade in (Grade.LIVE, Grade.FILE_STILL_SERVED) for one in (self.parts or (self,)))


class Source(Protocol):
    """A kind of place. Rooms are named by addresses that only their source understands."""

    kind: str

    def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        """Posts in the order they were made, from `cursor` on (None: from the beginning), up to now.

        Errors: SourceUnavailable, SourceRefused.
        """

    def open_media(self, address: str) -> ByteStream:
        """The bytes of one file by its address (`Media.address`). Errors: MediaGone, SourceUnavailable."""

    async def still_there(self, link: LinkAddress) -> Observation:
        """Look at a link once. Never raises for what the place answers: that is `cannot tell`."""
