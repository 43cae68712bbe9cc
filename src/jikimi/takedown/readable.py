"""Addresses as somebody who gets a notice can open them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def readable(address: str) -> str:
    """`matrix://server/!room:server/$event` as the link that Matrix programs open; all others as they are."""
    if not address.startswith("matrix://"):
        return address
    path = urlsplit(address.replace("#", "%23")).path.lstrip("/").replace("%23", "#")
    return "https://matrix.to/#/" + "/".join(quote(part, safe="!$:@") for part in path.split("/"))


def readable_all(post: str, media: str | None) -> tuple[str, ...]:
    """The post, then its file: the one who removes needs both, since removing the post may leave the file."""
    return (readable(post), media) if media and media != post else (readable(post),)
