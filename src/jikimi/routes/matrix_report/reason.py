"""The words of a report: short, for an admin who sees them in a list. No picture, no person's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jikimi.routes.base import OutgoingNotice

# Synapse refuses reasons of users beyond 1,000 characters; its list of reports shows about as many.
LONGEST: Final = 1000
_MOST_FILES: Final = 4


def reason_for(notice: OutgoingNotice, files: Sequence[str]) -> str:
    """At most LONGEST characters: what it is, why, which files, and whom to ask."""
    named = " ".join(files[:_MOST_FILES])
    asked = f"Please remove the file too, not only the message: {named}" if files else ""
    last = [
        "" if notice.retracts else asked,
        f"{_line(notice.sender_name, 150)}, {_line(notice.sender_contact, 150)}",
        _line(f"Answer here: {notice.reply_to}", 250) if notice.reply_to else "",
    ]
    first = f"{notice.id}: {_line(notice.subject, 150)}"
    left = LONGEST - len("\n".join(part for part in (first, *last) if part)) - 1
    return "\n".join(part for part in (first, _line(notice.ground, max(left, 0)), *last) if part)[:LONGEST]


def room_reason_for(notice: OutgoingNotice, posts: int) -> str:
    """For a report of the room itself."""
    what = "A post in this room was" if posts == 1 else f"{posts} posts in this room were"
    return f"{notice.id}: {what} reported just now. Please look at the room as a whole."[:LONGEST]


def _line(text: str, longest: int) -> str:
    printable = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return printable if len(printable) <= longest else printable[: max(longest - 1, 0)] + "…" * (longest > 0)
