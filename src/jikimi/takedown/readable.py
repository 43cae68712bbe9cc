"""Addresses as somebody who gets a notice can open them."""

from __future__ import annotations

from urllib.parse import quote, unquote

_MATRIX = "matrix://"


def readable(address: str) -> str:
    """`matrix://server/!room:server/$event` as the link that Matrix programs open; all others as they are."""
    if not address.startswith(_MATRIX):
        return address
    server, _, path = address.removeprefix(_MATRIX).partition("/")
    parts = "/".join(quote(unquote(part), safe="!$:@") for part in path.split("/"))
    # A room's id alone does not say which server knows the room.
    return f"https://matrix.to/#/{parts}?via={quote(server, safe=':[]')}"


def readable_all(post: str, media: str | None) -> tuple[str, ...]:
    """The post, then its file: the one who removes needs both, since removing the post may leave the file."""
    return (readable(post), media) if media and media != post else (readable(post),)
