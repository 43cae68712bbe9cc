"""A page as far as a look needs it: its words, their hash, the pictures that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jikimi.sources.base import SourceRefused
from jikimi.sources.web.address import normal_address
from jikimi.sources.web.bounded import bounded

MOST_PICTURES: Final = 24
_MOST_WORDS: Final = 200_000
# Codecs that Python has for other things than pages stay out of a stranger's reach.
_CHARSETS: Final = re.compile(
    r"utf-?8|euc-kr|ks_c_5601-1987|cp949|shift_jis|euc-jp|iso-2022-jp|gbk|gb2312|gb18030|big5|"
    r"windows-125[0-8]|iso-8859-\d{1,2}|koi8-[ru]|us-ascii|utf-16(le|be)?",
    re.IGNORECASE,
)
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_KOREAN: Final = frozenset({"euc-kr", "ks_c_5601-1987"})
_PICTURE_LINK: Final = re.compile(r"\.(jpe?g|png|webp|gif|avif|heic|bmp)(\?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """`head` is the title and the headings, `words` all that can be read, both in small letters.

    `pictures` are whole addresses, the likeliest first; `more_pictures` says that there were more than these
    or that the page was cut. `scripted`: it can show more than stands in it.
    """

    head: str = field(repr=False)
    words: str = field(repr=False)
    pictures: tuple[str, ...] = field(repr=False)
    more_pictures: bool = False
    asks_password: bool = False
    scripted: bool = False

    @property
    def sha256(self) -> str:
        """Of its words: by it one can show that the page was the same on two days."""
        return sha256(self.words.encode()).hexdigest()


def read_page(body: bytes, content_type: str, url: str) -> Page:
    """Never raises for what stands in the page."""
    html, cut = bounded(_text(body, content_type))
    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    start = urljoin(url, (base.attributes.get("href") or "")[:4096]) if base else url
    pictures, more = _pictures(tree, start)
    scripted = bool(tree.css_first("script"))
    asks_password = tree.css_first("input[type=password]") is not None
    head = " · ".join(_words(node) for node in tree.css("title, h1, h2")[:20])
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    words = _words(tree.body) if tree.body else ""
    return Page(head[:2000], words, pictures, more or cut, asks_password, scripted)


def _text(body: bytes, content_type: str) -> str:
    declared = _DECLARED.search(content_type.encode("latin-1", "replace")) or _DECLARED.search(body[:2048])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _CHARSETS.fullmatch(name):
        name = "utf-8"
    try:
        return body.decode("cp949" if name in _KOREAN else name, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _words(node: LexborNode) -> str:
    said = node.text(separator=" ")[:_MOST_WORDS].lower().replace("’", "'")
    return " ".join(said.split())


def _pictures(tree: LexborHTMLParser, start: str) -> tuple[tuple[str, ...], bool]:
    found: dict[str, None] = {}
    for node in tree.css(
        "meta[property='og:image'], meta[property='og:image:secure_url'], meta[name='twitter:image'], "
        "link[rel=image_src], video[poster], video[src], video source[src], img, picture source, a[href]"
    ):
        for written in _addresses(node):
            try:
                found[normal_address(urljoin(start, written))] = None
            except (SourceRefused, ValueError):
                continue
            if len(found) > MOST_PICTURES:
                return tuple(found)[:MOST_PICTURES], True
    return tuple(found), False


def _addresses(node: LexborNode) -> list[str]:
    has = node.attributes
    if node.tag == "a":
        return [href for href in [has.get("href") or ""] if _PICTURE_LINK.search(href[:4096])]
    if node.tag in ("meta", "link"):
        return [has.get("content") or has.get("href") or ""]
    several = (has.get("srcset") or "").split(",")
    written = [has.get("src"), has.get("data-src"), has.get("data-original"), has.get("poster")]
    written.append(several[-1].strip().split(" ")[0])
    return [one for one in written if one and not one.startswith("data:")]
