"""On which line of a TOML file a field stands, so that an error can point at it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")
_QUOTES = ('"""', "'''")


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) of the field at `path`, of its table where the field is absent, or None.

    A reading for error messages, not a parser: it knows [tables], [[lists of tables]], `key =` and skips
    text in triple quotes.
    """
    wanted = list(path)
    while wanted:
        found = _positions(text).get(tuple(wanted))
        if found:
            return found
        wanted.pop()
    return None


def _positions(text: str) -> dict[tuple[str | int, ...], int]:
    places: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    closing: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = None if closing in line else closing
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            brackets, name = header.groups()
            table = _inside(tuple(part.strip(" \"'") for part in name.split(".")), counts)
            if brackets == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            places.setdefault(table, number)
        elif key:
            places.setdefault((*table, key.group(1).strip("\"'")), number)
            closing = next((quote for quote in _QUOTES if line.count(quote) == 1), None)
    return places


def _inside(names: tuple[str, ...], counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """A table within the last entry of each list of tables above it: [[a.b]] after two [[a]] is a, 1, b."""
    path: tuple[str | int, ...] = ()
    for name in names:
        if path in counts:
            path = (*path, counts[path])
        path = (*path, name)
    return path
