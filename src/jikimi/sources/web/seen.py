"""What one look at one thing showed, before it becomes a grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jikimi.fingerprint.film import Film
from jikimi.sources.web.ask import Answer
from jikimi.sources.web.page import Page


class PageSeen(StrEnum):
    """What a page turned out to be."""

    THERE = "there"
    GONE = "gone"
    SAYS_GONE = "says that it is gone"
    HOME = "leads to the front page"
    LOGIN = "asks for an account"
    COUNTRY = "hidden in this country"
    UNKNOWN = "cannot be told"
    NO_PAGE = "the address is the file's own"


class FileSeen(StrEnum):
    """What a file's own address turned out to be."""

    SAME = "the same picture"
    OTHER = "another picture in its place"
    GONE = "gone"
    LOGIN = "asks for an account"
    COUNTRY = "hidden in this country"
    UNKNOWN = "cannot be told"
    NOT_KNOWN = "its own address is not known"


@dataclass(frozen=True, slots=True)
class PageGlance:
    """`why` is a sentence where it cannot be told."""

    seen: PageSeen
    answer: Answer = field(repr=False)
    page: Page | None = field(default=None, repr=False)
    why: str = ""


@dataclass(frozen=True, slots=True)
class FileGlance:
    """`film` is what is served there now, if it could be read: a photograph is a film of one frame."""

    seen: FileSeen
    url: str = field(default="", repr=False)
    status: int | None = None
    length: int | None = None
    film: Film | None = field(default=None, repr=False)
    why: str = ""
