"""The map of a photograph's parts, as a person can read it."""

from __future__ import annotations

GRID = 6
"""Parts of a photograph in a `region_map` (see `jikimi.match.sighting.Match`), across and down."""

LEGEND = (
    "A map shows the protected photograph in 6 x 6 parts, row by row from the top: "
    "k kept, r replaced, o outside of what was seen, ? cannot be said."
)


def replaced(region_map: str) -> str:
    """How much of what can be judged is not the photograph any more; empty where nothing is replaced."""
    known = sum(region_map.count(cell) for cell in "kr")
    parts = region_map.count("r")
    return f"{round(100 * parts / known)} % replaced" if parts else ""


def rows(region_map: str) -> str:
    """The map in one line, its rows apart."""
    return " ".join(region_map[at : at + GRID] for at in range(0, len(region_map), GRID))
