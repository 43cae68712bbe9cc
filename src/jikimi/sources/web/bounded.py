"""Cuts a page to what the parser reads in a fraction of a second.

The parser (lexbor) takes time with the square of depth and of attributes in one tag: 200,000 nested elements
took four minutes, 100,000 attributes 20 seconds, with Python's lock held. Within these bounds it is 0.2 s.
"""

from __future__ import annotations

import re
from typing import Final

MOST_CHARACTERS: Final = 1024 * 1024
MOST_TAGS: Final = 12_000
LONGEST_TAG: Final = 2_000  # without the values between quotes

_TAG: Final = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*+(>?)")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")


def bounded(html: str) -> tuple[str, bool]:
    """The page up to the first thing that is too much, and whether anything was cut off."""
    cut = len(html) > MOST_CHARACTERS
    html = html[:MOST_CHARACTERS]
    for number, tag in enumerate(_TAG.finditer(html)):
        # A tag that ends nowhere stops at a stray quote, behind which attributes would go uncounted.
        endless = not tag[1] and tag.end() < len(html)
        long = len(tag[0]) > LONGEST_TAG and len(_QUOTED.sub("", tag[0])) > LONGEST_TAG
        if number >= MOST_TAGS or endless or long:
            return html[: tag.start()], True
    return html, cut
