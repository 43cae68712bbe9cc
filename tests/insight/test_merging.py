"""No cell points at one, and neither does any difference of cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.insight.merging import FEWEST, Cell, merge
from jikimi.insight.takedown import as_data
from jikimi.insight.takedown.as_svg import as_svg
from jikimi.insight.takedown.as_text import as_text
from jikimi.insight.takedown.figures import Figures, Row, make_figures
from jikimi.takedown.counted import CountedLink, CountedNotice, Fate
from jikimi.takedown.models import LinkOutcome

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CASES = st.integers(1, 14)
WAYS = st.sampled_from([("p", "email", "l"), ("p", "email", "k"), ("p", "form", "l"), ("q", "email", "l")])


@dataclass(frozen=True)
class Thing:
    case: int
    number: int


@given(st.lists(st.tuples(st.integers(0, 6), CASES), max_size=60))
def test_what_is_shown_of_a_row(placed: list[tuple[int, int]]) -> None:
    cells = [
        Cell(
            (str(place),),
            tuple(Thing(case, number) for number, (where, case) in enumerate(placed) if where == place),
            "left" if place < 3 else "right",
        )
        for place in range(7)
    ]
    shown = merge(cells)
    assert all(cell.cases >= FEWEST for cell in shown)
    things = [thing for cell in shown for thing in cell.things]
    assert len(things) == len(set(things)), "no thing stands in two cells"
    if shown:
        assert set(things) == {thing for cell in cells for thing in cell.things}, "nothing is left out"
        in_order = [cell.names[0] for cell in cells if cell.things]
        assert [name for cell in shown for name in cell.names] == in_order
    else:
        assert len({case for _, case in placed}) < FEWEST
    _no_difference_points_at_few([cell.things for cell in shown])


def _no_difference_points_at_few(cells: Sequence[Sequence[Thing]]) -> None:
    """Whatever part of a total one subtracts, what is left is nothing, or of five cases or more."""
    for size in range(len(cells) + 1):
        for taken in combinations(range(len(cells)), size):
            left = [cell for number, cell in enumerate(cells) if number not in taken]
            rest = {thing.case for cell in left for thing in cell}
            assert not rest or len(rest) >= FEWEST


NOTICES = st.lists(
    st.builds(
        lambda case, way, fate: CountedNotice(case, *way, fate), CASES, WAYS, st.sampled_from(get_args(Fate))
    ),
    min_size=20,
    max_size=120,
)
LINKS = st.lists(
    st.builds(
        lambda case, way, outcome, refusal, gone, hours: CountedLink(
            case, *way, outcome, refusal, gone, hours
        ),
        CASES,
        WAYS,
        st.sampled_from([outcome.value for outcome in LinkOutcome]),
        st.sampled_from(["", "NOT_FOUND", "NOT_ILLEGAL_CONTENT"]),
        st.booleans(),
        st.floats(0, 20_000),
    ),
    min_size=20,
    max_size=120,
)


@settings(max_examples=150, deadline=None)
@given(NOTICES, LINKS)
def test_what_is_shown_of_all(notices: list[CountedNotice], links: list[CountedLink]) -> None:
    found = make_figures(notices, links, NOW)
    assert sum(cell.count for row in found.rows for cell in row.notices) in (0, len(notices))
    for row in found.rows:
        its_notices = [one for one in notices if (one.platform, one.route, one.law) in row.ways]
        its_links = [one for one in links if (one.platform, one.route, one.law) in row.ways]
        _each_count_stands_for_five_cases(row, its_notices)
        _each_span_stands_for_five_cases(row, its_links)
    _every_form_can_be_read(found)


def _each_count_stands_for_five_cases(row: Row, notices: list[CountedNotice]) -> None:
    for cell in row.notices:
        stand = [one for one in notices if one.fate in cell.names]
        assert len(stand) == cell.count
        assert len({one.case for one in stand}) >= FEWEST
    assert all(cell.count >= FEWEST for cell in row.links)
    if row.receipts is not None:
        # The receipts are whole cells, so what is left has none and is whole cells too.
        for number in (row.receipts, len(notices) - row.receipts):
            assert number == 0 or number >= FEWEST


def _each_span_stands_for_five_cases(row: Row, links: list[CountedLink]) -> None:
    before = 0.0
    for span in row.curve:
        last = span is row.curve[-1]
        stand = [
            link
            for link in links
            if (span.after < link.hours or span.after == 0) and (link.hours <= span.until or last)
        ]
        for gone, shown in ((True, span.gone), (False, span.lost)):
            cases = {link.case for link in stand if link.gone is gone}
            assert shown == sum(link.gone is gone for link in stand)
            assert not cases or len(cases) >= FEWEST
        assert span.after == before
        assert span.low - 1e-9 <= span.still_there <= span.high + 1e-9
        before = span.until
    if row.curve:
        assert sum(span.gone + span.lost for span in row.curve) == len(links) == row.curve[0].at_risk
        shares = [1.0, *(span.still_there for span in row.curve)]
        assert shares == sorted(shares, reverse=True)


def _every_form_can_be_read(found: Figures) -> None:
    assert json.loads(json.dumps(as_data.as_json(found)))["too_few"] == found.too_few
    lines = list(csv.reader(io.StringIO(as_data.as_csv(found))))
    assert {len(line) for line in lines} == {len(as_data.COLUMNS)}
    assert len(as_svg(found)) == sum(bool(row.curve) for row in found.rows)
    assert list(as_text(found))
