"""What a mail server said, made safe to keep and to show."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 300
_QUEUE_ID: Final = (
    re.compile(r"queued as ([0-9A-Za-z._/-]{4,64})", re.I),
    re.compile(r"\bid=([0-9A-Za-z._/-]{4,64})", re.I),
    re.compile(r"\b([0-9A-Za-z]{8,32}) Message accepted", re.I),
)


def plain_words(said: str, limit: int = LONGEST) -> str:
    """One line of printable text, at most `limit` characters long."""
    printable = "".join(char if char.isprintable() else " " for char in said[: limit * 20])
    return " ".join(printable.split())[:limit]


def queue_id(said: str) -> str:
    """The relay's own number for a letter, or its whole answer where it names none in a form that we know."""
    words = plain_words(said)
    for form in _QUEUE_ID:
        if found := form.search(words):
            return found.group(1).rstrip(".")
    return words
