"""The identifiers of the Matrix network, checked before they become part of a request or a stored address.

Grammar: https://spec.matrix.org/latest/appendices/#identifier-grammar (255 bytes at most each). Room and
event ids are opaque; we take printable ASCII only, which is what every room version makes.
"""

from __future__ import annotations

import re
from typing import Final, TypeGuard

_SERVER: Final = r"(?:[A-Za-z0-9.-]{1,230}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
_SERVER_NAME: Final = re.compile(rf"{_SERVER}\Z")
_ROOM_ID: Final = re.compile(r"![\x21-\x7e]{1,254}\Z")
_EVENT_ID: Final = re.compile(r"\$[\x21-\x7e]{1,254}\Z")
_ALIAS: Final = re.compile(rf"#[^\s\x00-\x1f:]{{1,200}}:{_SERVER}\Z")
_MXC: Final = re.compile(rf"mxc://({_SERVER})/([A-Za-z0-9_-]{{1,255}})\Z")
MXC_ANYWHERE: Final = re.compile(rf"mxc://{_SERVER}/[A-Za-z0-9_-]{{1,255}}")


def is_server_name(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and bool(_SERVER_NAME.match(text))


def is_room_id(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and bool(_ROOM_ID.match(text))


def is_event_id(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and bool(_EVENT_ID.match(text))


def is_alias(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and len(text.encode("utf-8", "replace")) <= 255 and bool(_ALIAS.match(text))


def read_mxc(text: object) -> tuple[str, str] | None:
    """(server, media id) of an `mxc://` address, or None if it is not one."""
    found = _MXC.match(text) if isinstance(text, str) and len(text) <= 512 else None
    return (found[1], found[2]) if found else None


def server_of(identifier: str) -> str | None:
    """The server part behind the first colon of an alias, room or user id, if it has one."""
    _, colon, server = identifier.partition(":")
    return server if colon and is_server_name(server) else None


def plain_text(text: object, longest: int) -> str:
    """What a stranger wrote, as one short line that can be stored and shown anywhere."""
    if not isinstance(text, str):
        return ""
    shown = "".join(c if c.isprintable() else " " for c in text[: longest * 4])
    return " ".join(shown.encode("utf-8", "replace").decode().split())[:longest]
