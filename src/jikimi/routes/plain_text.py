"""What somebody wrote to us, made safe to keep and to show anywhere: text, and nothing but text."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 4000
# Some scripts are spelt with joiners; every other invisible sign can make text look like other text.
_JOINERS: Final = "\u200c\u200d"
_INVISIBLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MOST_MARKS: Final = 8


def plain_text(said: str, limit: int = LONGEST) -> str:
    """Lines of visible characters, at most `limit` long, no more than one empty line in a row."""
    lines: list[str] = []
    for line in said[: limit * 4].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        clean = _line(line)
        if clean or (lines and lines[-1]):
            lines.append(clean)
    return "\n".join(lines)[:limit].strip()


def _line(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", line):
        category = unicodedata.category(char)
        marks = marks + 1 if category == "Mn" else 0
        if marks > _MOST_MARKS:
            continue  # letters piled so high that they cover the lines above
        if category == "Zs" or char == "\t":
            kept.append(" ")
        elif category not in _INVISIBLE or char in _JOINERS:
            kept.append(char)
    return "".join(kept).strip()
