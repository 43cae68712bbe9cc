"""Addresses of rooms and posts as Jikimi stores them, and as people paste them.

Stored: `matrix://server/#room:server`, `matrix://server/!id:server`, and with `/$event` for a post, where
`server` is the homeserver we ask. Pasted: also matrix.to links, `matrix:` links and bare `#room:server`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote, unquote

from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.ids import is_alias, is_event_id, is_room_id, is_server_name, server_of

_LONGEST: Final = 2000
_KEPT: Final = "!#$:@[]=+,~*'()&;"
_HOW: Final = "Write it like matrix://example.org/#room:example.org, or paste the link that matrix.to gives."


@dataclass(frozen=True, slots=True)
class MatrixAddress:
    """`room` is an alias (#...) or a room id (!...), `event` an event id ($...) or None."""

    server: str
    room: str
    event: str | None = None

    def __str__(self) -> str:
        parts = [self.room] if self.event is None else [self.room, self.event]
        return f"matrix://{self.server}/" + "/".join(quote(part, safe=_KEPT) for part in parts)


def parse_address(text: str) -> MatrixAddress:
    """Errors: SourceRefused with how to write it."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise SourceRefused(f"This is not the address of a Matrix room. {_HOW}")
    server, parts, via = _split(text)
    if not 1 <= len(parts) <= 2:
        raise SourceRefused(f"This is not the address of a Matrix room. {_HOW}")
    room, event = parts[0], parts[1] if len(parts) == 2 else None
    if not (is_alias(room) or is_room_id(room)):
        raise SourceRefused(
            f"A Matrix room's address begins with # or !, and an alias names its server. {_HOW}"
        )
    if event is not None and not is_event_id(event):
        raise SourceRefused("A Matrix post's id begins with $.")
    server = server or server_of(room) or via
    if server is None:
        raise SourceRefused(f"The room's address does not say which homeserver to ask. {_HOW}")
    if not is_server_name(server):
        raise SourceRefused(f"The address names no readable homeserver. {_HOW}")
    return MatrixAddress(server, room, event)


def parse_post(text: str) -> MatrixAddress:
    """A post's address as `str(MatrixAddress)` wrote it. Errors: SourceRefused."""
    address = parse_address(text)
    if address.event is None or not is_room_id(address.room):
        raise SourceRefused("This is the address of a room, not of a post in it.")
    return address


def _split(text: str) -> tuple[str | None, list[str], str | None]:
    """(server to ask, [room, event], a server that a link's `via` names)."""
    if text.startswith("matrix://"):
        server, _, path = text.removeprefix("matrix://").partition("/")
        return server, [unquote(part) for part in path.split("/")], None
    for prefix in ("https://matrix.to/#/", "http://matrix.to/#/"):
        if text.startswith(prefix):
            path, _, query = text.removeprefix(prefix).partition("?")
            return None, [unquote(part) for part in path.rstrip("/").split("/")], _via(query)
    if text.startswith("matrix:"):
        return _split_uri(text.removeprefix("matrix:"))
    return None, [text], None


def _split_uri(text: str) -> tuple[str | None, list[str], str | None]:
    """`matrix:r/room:server`, `matrix:roomid/id:server/e/event` (the specification's own URI scheme)."""
    path, _, query = text.partition("?")
    sigils = {"r": "#", "roomid": "!", "e": "$"}
    parts = path.split("/")
    if len(parts) % 2 or any(kind not in sigils for kind in parts[::2]):
        return None, [], None
    named = [sigils[kind] + unquote(name) for kind, name in zip(parts[::2], parts[1::2], strict=True)]
    return None, named, _via(query)


def _via(query: str) -> str | None:
    return parse_qs(query, max_num_fields=20).get("via", [None])[0]
