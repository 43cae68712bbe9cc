"""What a homeserver answered, read with suspicion."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from jikimi.sources.matrix.ids import plain_text

_LONGEST_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """`errcode` and `words` are the server's own where it refused; `body` is {} unless it sent an object."""

    status: int
    body: Mapping[str, Any] = field(repr=False)
    retry_after_header: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def errcode(self) -> str:
        code = self.body.get("errcode")
        return plain_text(code, 64) if not self.ok else ""

    @property
    def words(self) -> str:
        """What a person may be shown of a refusal: status, code and sentence."""
        parts = [str(self.status), self.errcode, plain_text(self.body.get("error"), _LONGEST_WORDS)]
        return " ".join(part for part in parts if part)

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks us to wait, if it says so in a way that can be read."""
        wanted = self.body.get("retry_after_ms")
        if isinstance(wanted, int | float) and not isinstance(wanted, bool) and 0 <= wanted < 1e12:
            return wanted / 1000
        if self.retry_after_header.isdecimal() and len(self.retry_after_header) < 10:
            return float(self.retry_after_header)
        return None


def read_json(body: bytes) -> Any:
    """The JSON in a body, or None where it is none (broken, or nested deeper than is sane)."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
