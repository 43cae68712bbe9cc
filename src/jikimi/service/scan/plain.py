"""Strangers' words for a terminal: nothing in them may move the cursor, change colours or turn the line."""

from __future__ import annotations

import hashlib
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LONGEST = 300


def plain(words: str) -> str:
    """The words with everything unprintable written out, at most 300 characters."""
    cut = words if len(words) <= _LONGEST else words[: _LONGEST // 2] + "…" + words[-_LONGEST // 2 :]
    return "".join(_written_out(one) if unicodedata.category(one) in _UNSEEN else one for one in cut)


def author_tag(author: str, place: str) -> str:
    """Eight digits that tell one author from another within one place, and do not tell who it is."""
    if not author:
        return "-"
    key = hashlib.sha256(place.encode("utf-8", "surrogateescape")).digest()
    return hashlib.blake2b(author.encode("utf-8", "surrogateescape"), key=key, digest_size=4).hexdigest()


def _written_out(one: str) -> str:
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
