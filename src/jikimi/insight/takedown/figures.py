"""The figures: one row for each platform, way and law that enough cases stand behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from jikimi.cases.actor import Actor
from jikimi.insight.merging import Cell, merge
from jikimi.insight.takedown.survival import Span, curve, half_gone_within
from jikimi.takedown.queries import CountedLink, CountedNotice, counted_links, counted_notices

# In the order in which neighbours are merged, and on which side of the receipt they stand.
_WITHOUT: Final = ("waits", "not sent", "unknown whether sent", "withdrawn", "came back undelivered")
_WITH: Final = ("no answer yet", "silence", "acknowledged", "refused", "retracted")
# What came of a link, in the words of `takedown.models.LinkOutcome`, and what is said here.
_THERE: Final = {
    "asked": "still there",
    "need more": "need more",
    "said removed": "said removed, still there",
}
_REFUSED: Final = "refused"
_GONE: Final = "gone"
_BACK: Final = "came back"

Way = tuple[str, str, str]
Counted = TypeVar("Counted", CountedNotice, CountedLink)


@dataclass(frozen=True, slots=True)
class Count:
    """`names` are several where a cell would have been too small by itself: together they are so many."""

    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """`ways` are the (platform, route, law) that this row stands for; several where one had too few cases.

    `notices` by what came of them and `links` by what came of each: every one stands in just one cell.
    `receipts` is None where the cells do not say it. `curve` is empty where it would show too few.
    """

    ways: tuple[Way, ...]
    notices: tuple[Count, ...]
    receipts: int | None
    links: tuple[Count, ...]
    curve: tuple[Span, ...]
    half_gone_within: float | None

    @property
    def name(self) -> str:
        parts = (sorted({way[number] for way in self.ways}) for number in range(3))
        return ", ".join(" or ".join(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Figures:
    """`too_few`: there are notices, but of too few cases to show anything of them."""

    at: datetime
    rows: tuple[Row, ...]
    too_few: bool


def figures(actor: Actor, now: datetime) -> Figures:
    """Over all cases that the actor may see."""
    return make_figures(list(counted_notices(actor, now)), list(counted_links(actor)), now)


def make_figures(notices: Sequence[CountedNotice], links: Sequence[CountedLink], now: datetime) -> Figures:
    by_way, links_by_way = _by_way(notices), _by_way(links)
    ways = sorted(by_way)
    rows = merge([Cell(("\t".join(way),), tuple(by_way[way]), side=way[0]) for way in ways])
    made = []
    for row in rows:
        covered = tuple(_way(name) for name in row.names)
        its_links = [link for way in covered for link in links_by_way.get(way, [])]
        made.append(_row(covered, row.things, its_links))
    return Figures(now, tuple(made), too_few=bool(notices) and not made)


def _row(ways: tuple[Way, ...], notices: Sequence[CountedNotice], links: Sequence[CountedLink]) -> Row:
    by_fate = merge(_fates(notices))
    by_outcome = merge(_outcomes(links))
    # The curve divides what went from what did not: only where the cells beside it do so too.
    split = all(cell.side for cell in by_outcome)
    spans = tuple(curve(links)) if split and by_outcome else ()
    return Row(
        ways=ways,
        notices=_counts(by_fate),
        receipts=sum(len(cell.things) for cell in by_fate if cell.side == "with receipt")
        if all(cell.side for cell in by_fate)
        else None,
        links=_counts(by_outcome),
        curve=spans,
        half_gone_within=half_gone_within(spans),
    )


def _fates(notices: Sequence[CountedNotice]) -> list[Cell[CountedNotice]]:
    sides = [(fate, "without receipt") for fate in _WITHOUT] + [(fate, "with receipt") for fate in _WITH]
    return [
        Cell((fate,), tuple(notice for notice in notices if notice.fate == fate), side)
        for fate, side in sides
    ]


def _outcomes(links: Sequence[CountedLink]) -> list[Cell[CountedLink]]:
    cells = dict.fromkeys(_THERE.values(), "there")
    reasons = sorted({link.refusal for link in links if link.outcome == _REFUSED})
    cells |= dict.fromkeys((_refused(reason) for reason in reasons), "there")
    cells |= {_GONE: "went", _BACK: "went"}
    return [
        Cell((name,), tuple(link for link in links if _outcome(link) == name), side)
        for name, side in cells.items()
    ]


def _outcome(link: CountedLink) -> str:
    """The one cell in which a link stands. What went and what did not are told apart by our looks alone."""
    if link.gone:
        return _BACK if link.outcome == _BACK else _GONE
    return _refused(link.refusal) if link.outcome == _REFUSED else _THERE.get(link.outcome, "still there")


def _refused(reason: str) -> str:
    return f"refused: {reason or 'no reason given'}"


def _counts(cells: Iterable[Cell[Counted]]) -> tuple[Count, ...]:
    return tuple(Count(cell.names, len(cell.things)) for cell in cells)


def _by_way(things: Iterable[Counted]) -> dict[Way, list[Counted]]:
    found: dict[Way, list[Counted]] = defaultdict(list)
    for thing in things:
        found[thing.platform, thing.route, thing.law].append(thing)
    return found


def _way(name: str) -> Way:
    platform, route, law = name.split("\t")
    return platform, route, law
