"""How often a sighting says rightly what was done with the photograph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from jikimi.match.sighting import Kind


def kind_numbers(true: Kind, said: Counter[str]) -> dict[str, Any]:
    """`said` counts the kinds of what was found of one edit. `kind_right` is None where nothing was found."""
    found = said.total()
    right = round(said[true.value] / found, 4) if found else None
    return {"kind": true.value, "kind_right": right, "kinds_said": dict(said)}


def together(edits: Iterable[dict[str, Any]]) -> float | None:
    """The share of right kinds among all that was found of these edits."""
    edits = list(edits)
    found = sum(sum(edit["kinds_said"].values()) for edit in edits)
    right = sum(edit["kinds_said"].get(edit["kind"], 0) for edit in edits)
    return round(right / found, 4) if found else None


def in_words(edit: dict[str, Any]) -> str:
    """One edit's kind for a line of print."""
    if edit["kind_right"] is None:
        return f"{edit['kind']}: none found"
    wrong = {kind: count for kind, count in edit["kinds_said"].items() if kind != edit["kind"]}
    return f"{edit['kind']} {edit['kind_right']:.2f}" + (f", else {wrong}" if wrong else "")
