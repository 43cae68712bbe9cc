"""Which pictures a page shows, or may show: those in its tags first, then those that its programs name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jikimi.sources.base import SourceRefused
from jikimi.sources.web.address import LONGEST, normal_address

MOST_PICTURES: Final = 24
_TAGS: Final = (
    "meta[property='og:image'], meta[property='og:image:secure_url'], meta[name='twitter:image'], "
    "link[rel=image_src], video[poster], video[src], video source[src], img, picture source, a[href]"
)
_FRAMES: Final = "iframe[src], frame[src], embed[src], object[data]"
_ENDINGS: Final = r"\.(?:jpe?g|png|webp|gif|avif|heic|bmp|mp4|webm)"
_PICTURE_LINK: Final = re.compile(rf"{_ENDINGS}(\?|$)", re.IGNORECASE)
_NAMED: Final = re.compile(rf"{_ENDINGS}(?:\?[^\s\"'<>()\\]{{0,1000}})?(?![a-z0-9_])", re.IGNORECASE)
_BEFORE_AN_ADDRESS: Final = re.compile(r"[\s\"'<>()\\,;`]")
# What is left out is said, and then nothing is called missing.
_MOST_TRIES: Final = 2000


def pictures_in(tree: LexborHTMLParser, start: str) -> tuple[tuple[str, ...], bool]:
    """Whole addresses, the likeliest first; and whether there were more. `start` is what they begin at."""
    found: dict[str, None] = {}
    for number, written in enumerate(_all(tree)):
        if number >= _MOST_TRIES:
            return tuple(found), True
        if not written:
            continue
        try:
            found[normal_address(urljoin(start, written))] = None
        except (SourceRefused, ValueError):
            continue
        if len(found) > MOST_PICTURES:
            return tuple(found)[:MOST_PICTURES], True
    return tuple(found), False


def shows_another_page(tree: LexborHTMLParser) -> bool:
    """Whether a frame in it may show what the page itself does not."""
    for node in tree.css(_FRAMES)[:100]:
        address = (node.attributes.get("src") or node.attributes.get("data") or "").strip().lower()
        if address and not address.startswith(("about:", "javascript:", "data:")):
            return True
    return False


def _all(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(_TAGS):
        yield from _addresses(node)
    for text in _programs(tree):
        yield from _named_in(text)


def _addresses(node: LexborNode) -> list[str]:
    has = node.attributes
    if node.tag == "a":
        return [href for href in [has.get("href") or ""] if _PICTURE_LINK.search(href[:LONGEST])]
    if node.tag in ("meta", "link"):
        return [has.get("content") or has.get("href") or ""]
    several = (has.get("srcset") or "").split(",")
    written = [has.get("src"), has.get("data-src"), has.get("data-original"), has.get("poster")]
    written.append(several[-1].strip().split(" ")[0])
    return [one for one in written if one and not one.startswith("data:")]


def _programs(tree: LexborHTMLParser) -> Iterator[str]:
    """Scripts, styles, and what tags keep for them."""
    for node in tree.css("script, style"):
        yield node.text(deep=True) or ""
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if value and (name == "style" or name.startswith("data-")):
                yield value


def _named_in(text: str) -> Iterator[str]:
    """Each place that ends like a picture's address; "" where nothing stands before the ending."""
    plain = text.replace("\\/", "/").replace("\\u002F", "/").replace("\\u002f", "/").replace("&amp;", "&")
    for ending in _NAMED.finditer(plain):
        begins = max(0, ending.start() - 1000)
        before = _BEFORE_AN_ADDRESS.split(plain[begins : ending.start()])[-1]
        yield before + ending[0] if before else ""
