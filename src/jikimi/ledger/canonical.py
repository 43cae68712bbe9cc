"""One way to write a value as bytes: JSON as in RFC 8785, narrowed to what a ledger needs.

No floats (their text is where implementations differ) and only integers that every JSON reader keeps
exactly. Strings are hashed as they are, not brought into a normal form first: else two entries that differ
would have the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

Canonical = None | bool | int | str | list["Canonical"] | tuple["Canonical", ...] | Mapping[str, "Canonical"]

LARGEST: Final = 2**53 - 1
DEEPEST: Final = 16


class NotCanonical(ValueError):
    """The value holds something that has no single way to be written."""


def canonical(value: Canonical) -> bytes:
    """UTF-8 JSON without spaces, keys sorted by UTF-16 code units. Errors: NotCanonical."""
    return _write(value, DEEPEST).encode()


def _write(value: object, depth: int) -> str:
    if depth < 0:
        raise NotCanonical(f"A ledger value may be nested {DEEPEST} deep at most.")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("An integer in the ledger must lie within 53 bits.")
        return str(int(value))
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_write(item, depth - 1) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ",".join(_pairs(value, depth - 1)) + "}"
    raise NotCanonical(f"The ledger does not know how to write a {type(value).__name__}.")


def _pairs(mapping: Mapping[object, object], depth: int) -> list[str]:
    names = [name for name in mapping if isinstance(name, str)]
    if len(names) != len(mapping):
        raise NotCanonical("Names in the ledger must be text.")
    return [f"{_string(name)}:{_write(mapping[name], depth)}" for name in sorted(names, key=_utf16)]


def _string(text: str) -> str:
    _utf16(text)
    return json.dumps(str(text), ensure_ascii=False)


def _utf16(text: str) -> bytes:
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError:
        raise NotCanonical("Text in the ledger must be whole Unicode characters.") from None
