"""Places where a person's photographs may be: how they are written, and what they cover.

Three kinds, each with one normal form:

* a web page or a part of a site, `https://host/path`: covers that page and everything below it;
* a room, such as `matrix://server/!id:server`: covers the room and every post in it;
* an account, such as `@user:server`: covers what that account posts, wherever it posts it.

Names of rooms are compared as they are written: `#school:server` does not cover posts that were seen under
the room's id, so the room's address as the watch has it must be allowed too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from django.utils.translation import gettext as _

from jikimi.cases.refusals import Refused

LONGEST: Final = 2048
_ACCOUNT: Final = re.compile(r"@[^\s:/@]+:[^\s/@]+")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]{1,30}")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class NotAPlace(Refused):
    """What was given names no place that could be allowed."""


class WholeSite(NotAPlace):
    """It names everything on a website, and nobody said that this is meant."""


def normal_place(text: str, *, whole_site: bool = False) -> str:
    """The one way in which this place is written. A whole website must be meant. Errors: NotAPlace."""
    text = text.strip()
    if len(text) > LONGEST or not text.isprintable():
        raise NotAPlace(_("This is too long or too strange to be the address of a place."))
    if _ACCOUNT.fullmatch(text):
        return text.lower()
    parts = _split(text)
    host, path = _host(parts), _path(parts)
    if path == "" and not (whole_site and parts.scheme in _DEFAULT_PORTS):
        raise WholeSite(
            _("This would allow everything on %(host)s. Name a page, or say that all is meant.")
            % {"host": host}
        )
    return f"{_scheme(parts)}://{host}{path}"


def covered(places: Iterable[str], *, addresses: Iterable[str], author: str = "") -> bool:
    """Whether one of `places` (in normal form) covers a post with these addresses (its room's, its own).

    `author` is the account as the source writes it. What cannot be read as an address is covered by nothing.
    """
    allowed = set(places)
    if author and author.lower() in allowed:
        return True
    return any(not allowed.isdisjoint(_itself_and_above(address)) for address in addresses)


def _itself_and_above(address: str) -> list[str]:
    try:
        normal = normal_place(address, whole_site=True)
    except NotAPlace:
        return []
    scheme, rest = normal.split("://", 1) if "://" in normal else ("", normal)
    if not scheme:
        return [normal]
    segments = rest.split("/")
    return [f"{scheme}://{'/'.join(segments[:n])}" for n in range(len(segments), 0, -1)]


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        raise NotAPlace(_("This address cannot be read.")) from None
    if not _SCHEME.fullmatch(parts.scheme) or not (parts.hostname or "").strip(".") or "@" in parts.netloc:
        raise NotAPlace(
            _("Give an address: https://school.example/page, matrix://server/!room:server or @name:server.")
        )
    return parts


def _scheme(parts: SplitResult) -> str:
    # The same page, with and without encryption on the way.
    return "https" if parts.scheme == "http" else parts.scheme


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise NotAPlace(_("This address cannot be read.")) from None
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def _path(parts: SplitResult) -> str:
    if parts.scheme not in _DEFAULT_PORTS:
        # Elsewhere '#', '!' and '$' belong to the name.
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        query = f"?{parts.query}" if parts.query else ""
        return (parts.path + query + fragment).rstrip("/")
    plain = posixpath.normpath(unquote(parts.path) or "/")
    path = quote("/" + plain.strip("/"), safe="/:@!$&'()*+,;=~-._")
    return path.rstrip("/")
