"""The words of a letter in HTML: nothing is fetched, drawn or followed.

By Lexbor, which reads any page in the time of its length; the standard library's reader takes its square.
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser

_MAX_HTML: Final = 64 * 1024
_SILENT: Final = "script, style, head, title, template, noscript"
_BLOCKS: Final = "p, div, br, tr, li, h1, h2, h3, h4, blockquote, table, ul, ol, pre, hr"
_MOST_LINES: Final = 5_000


def html_text(html: str) -> str:
    """Lines of text; what is broken is read as far as it goes."""
    page = LexborHTMLParser(html[:_MAX_HTML])
    for silent in page.css(_SILENT):
        silent.decompose()
    if page.body is None:
        return ""
    for block in page.css(_BLOCKS)[:_MOST_LINES]:
        block.insert_before("\n")
    return page.body.text(separator="")
