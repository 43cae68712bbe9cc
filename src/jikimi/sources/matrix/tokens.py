"""The server's marks for places in its history: opaque, so only their form is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_LONGEST: Final = 2048


def token_in(body: Mapping[str, Any], field: str) -> str | None:
    """The token in a field of an answer, if there is one that may be sent back."""
    text = body.get(field)
    return text if isinstance(text, str) and 0 < len(text) <= _LONGEST and text.isprintable() else None
