"""One target a file: `seeds()` gives good inputs to begin from, `one_input(data)` must never raise.

Where a reader may refuse, the target knows with which error; anything else is a find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

NAMES = ("records", "films", "answers", "requests", "matches", "headers", "vectors")


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    seeds: Callable[[], list[bytes]]
    one_input: Callable[[bytes], None]


def target(name: str) -> Target:
    """Imported only when asked for, so that the fuzzer can instrument what it imports."""
    module = import_module(f"{__name__}.{name}")
    return Target(name, module.seeds, module.one_input)
