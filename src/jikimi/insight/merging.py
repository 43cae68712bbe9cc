"""Cells in which fewer than five cases stand are merged with a neighbour, so that no figure points at one.

A cell is a set of things, each of one case. The cells of a row share nothing, so each sum of them is a sum of
whole cells, and what one subtracts from a total leaves whole cells too: there is no difference to learn from.
It is people that are counted for the rule: forty links of one girl are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

FEWEST: Final = 5


class OfACase(Protocol):
    """A thing that is counted."""

    @property
    def case(self) -> int: ...


Thing = TypeVar("Thing", bound=OfACase)


@dataclass(frozen=True, slots=True)
class Cell(Generic[Thing]):
    """`names` are those of all cells that were merged into this one. Cells of one `side` merge first."""

    names: tuple[str, ...]
    things: tuple[Thing, ...]
    side: str = ""

    @property
    def cases(self) -> int:
        return len({thing.case for thing in self.things})

    @property
    def hides(self) -> bool:
        """Whether it may not be shown as it is."""
        return 0 < self.cases < FEWEST


def merge(cells: Sequence[Cell[Thing]]) -> list[Cell[Thing]]:
    """In their order, without empty ones, none too small; nothing at all where all together are too few."""
    left = [cell for cell in cells if cell.things]
    while True:
        small = [place for place, cell in enumerate(left) if cell.hides]
        if not small:
            return left
        if len(left) == 1:
            return []
        place = min(small, key=lambda number: (left[number].cases, number))
        other = _neighbour(left, place)
        first, second = sorted((place, other))
        left[first : second + 1] = [_joined(left[first], left[second])]


def _neighbour(cells: Sequence[Cell[Thing]], place: int) -> int:
    beside = [number for number in (place - 1, place + 1) if 0 <= number < len(cells)]
    here = cells[place]
    return min(beside, key=lambda number: (cells[number].side != here.side, cells[number].cases, number))


def _joined(one: Cell[Thing], other: Cell[Thing]) -> Cell[Thing]:
    side = one.side if one.side == other.side else ""
    return Cell((*one.names, *other.names), (*one.things, *other.things), side)
