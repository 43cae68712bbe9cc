"""A page as far as a look needs it: its words, their hash, the pictures that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jikimi.sources.web.bounded import bounded
from jikimi.sources.web.pictures_in import pictures_in, shows_another_page

_MOST_WORDS: Final = 200_000
# Codecs that Python has for other things than pages stay out of a stranger's reach.
_CHARSETS: Final = re.compile(
    r"utf-?8|euc-kr|ks_c_5601-1987|cp949|shift_jis|euc-jp|iso-2022-jp|gbk|gb2312|gb18030|big5|"
    r"windows-125[0-8]|iso-8859-\d{1,2}|koi8-[ru]|us-ascii|utf-16(le|be)?",
    re.IGNORECASE,
)
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_KOREAN: Final = frozenset({"euc-kr", "ks_c_5601-1987"})
_REFRESH: Final = "meta[http-equiv=refresh i]"
_LEADS_ON: Final = re.compile(r"^\s*\d{0,5}[\s;,.]*url\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """`head` is the title and the headings, `words` all that can be read, both in small letters.

    `pictures` are whole addresses, the likeliest first; `more_pictures` says that there may be more: the page
    was cut, or a frame in it shows another one. `leads_on`: it sends who reads it elsewhere by itself.
    """

    head: str = field(repr=False)
    words: str = field(repr=False)
    pictures: tuple[str, ...] = field(repr=False)
    more_pictures: bool = False
    asks_password: bool = False
    leads_on: bool = False

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
    pictures, more = pictures_in(tree, start)
    more = more or cut or shows_another_page(tree)
    leads_on = any(
        _LEADS_ON.match((node.attributes.get("content") or "")[:100]) for node in tree.css(_REFRESH)
    )
    asks_password = tree.css_first("input[type=password]") is not None
    head = " · ".join(_words(node) for node in tree.css("title, h1, h2")[:20])
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    words = _words(tree.body) if tree.body else ""
    return Page(head[:2000], words, pictures, more, asks_password, leads_on)


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
