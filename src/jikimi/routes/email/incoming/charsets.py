"""Bytes of a letter to text, by the charsets that letters are really written in."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

# A name from outside is looked up here only: Python knows "charsets" that take minutes for a page.
_KNOWN: Final = re.compile(
    r"utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|euc-kr|euckr|cp949|"
    r"ks_c_5601-1987|iso-2022-kr|iso-2022-jp|shift_jis|euc-jp|gb2312|gbk|gb18030|big5|utf-16(?:le|be)?|tis-620",
    re.I,
)
MAX_HEADER: Final = 4000


def decoded(raw: bytes, charset: object) -> str:
    """What cannot be read becomes a visible mark. Never raises."""
    name = str(charset).strip().lower() if charset else "utf-8"
    try:
        return raw.decode(name if _KNOWN.fullmatch(name) else "utf-8", "replace")
    except (LookupError, UnicodeError):
        return raw.decode("utf-8", "replace")


def readable_header(value: object) -> str:
    """A header's text, whether it is written in raw UTF-8 or in encoded words. Never raises."""
    raw = str(value or "")[:MAX_HEADER]
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        parts = decode_header(raw)
    except (ValueError, LookupError, HeaderParseError, TypeError):
        return raw
    return "".join(text if isinstance(text, str) else decoded(text, charset) for text, charset in parts)
