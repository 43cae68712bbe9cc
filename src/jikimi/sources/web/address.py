"""Addresses on the web in their one form."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from jikimi.net.errors import FetchRefused
from jikimi.net.target import parse_target
from jikimi.sources.base import SourceRefused

KIND: Final = "web"
LONGEST: Final = 4096
_HOMES: Final = frozenset({"", "home", "index.html", "index.php", "index.htm", "main"})


def normal_address(text: str) -> str:
    """The address that is asked for: no fragment, host in small ASCII letters. Errors: SourceRefused."""
    text = text.strip()
    if len(text) > LONGEST:
        raise SourceRefused(f"The address is longer than {LONGEST} characters. Look for a shorter one.")
    try:
        return parse_target(text).url
    except FetchRefused as refused:
        raise SourceRefused(f"{refused} Copy it again from the browser: it begins with https://.") from None


def host_of(url: str) -> str:
    """The host's name, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def origin_of(url: str) -> str:
    """Scheme and host, such as `https://site.example`: the place that a web link lies in."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_home(url: str) -> bool:
    """Whether this is the front page of a site, perhaps in one of its languages."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.lower().split("/") if step]
    if steps and len(steps[0]) == 2 and steps[0].isalpha():
        steps = steps[1:]
    return not steps or (len(steps) == 1 and steps[0] in _HOMES)
