"""Where reading a room stands, as a short text that may be stored after any post.

A room is read in *stretches*. A stretch is what the server had received between two moments of its own
clock, `since` and `until` (tokens of /sync, which only ever grow). Because both ends lie in the past, a
stretch does not change while it is read, however much is posted meanwhile: what arrives now, or arrives late
with an early place in the room's order, belongs to the next stretch. Within a stretch the server orders the
posts as they were made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Self

_VERSION: Final = 1
_LONGEST: Final = 8192


@dataclass(frozen=True, slots=True)
class Cursor:
    """`since` is None before the first stretch, `until` None between two.

    Inside a stretch, `page` is the token its current page was asked with (None: the room's beginning) and
    `after` the last event of that page that was handed out.
    """

    room: str
    since: str | None = None
    until: str | None = None
    page: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        fields = [_VERSION, self.room, self.since, self.until, self.page, self.after]
        return json.dumps(fields, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str | None, room: str) -> Self:
        """The stored place; the room's beginning if there is none, or if it belongs to another room.

        An alias that was moved to a new room leads there: the new room is read from its beginning.
        """
        beginning = cls(room)
        if text is None or len(text) > _LONGEST:
            return beginning
        try:
            version, *fields = json.loads(text)
        except (ValueError, TypeError):
            return beginning
        readable = len(fields) == 5 and all(f is None or isinstance(f, str) for f in fields)
        if version != _VERSION or not readable or fields[0] != room:
            return beginning
        return cls(*fields)
