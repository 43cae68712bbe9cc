"""What pages say when they do not show what was asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["gone", "for_now", "country", "login", "machine", "ask_first"]


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
    return {kind: tuple(phrases) for kind, phrases in table.items()}


def says(kind: Kind, text: str) -> bool:
    """Whether `text`, in small letters, holds one of the phrases of this kind."""
    return any(phrase in text for phrase in _phrases()[kind])
