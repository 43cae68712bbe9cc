"""The figures as plain data, and as a table with a line for each number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from jikimi.insight.merging import FEWEST
from jikimi.insight.takedown.figures import Figures, Row
from jikimi.insight.takedown.survival import Span

WAY = ("platform", "route", "law")
COLUMNS = (*WAY, "figure", "what", "after_hours", "until_hours", "count", "share", "low", "high")


def as_json(found: Figures) -> dict[str, Any]:
    """One object. `names` are several where cells were merged."""
    return {
        "at": found.at.isoformat(timespec="seconds"),
        "fewest_cases_in_a_cell": FEWEST,
        "too_few": found.too_few,
        "rows": [_row(row) for row in found.rows],
    }


def as_csv(found: Figures) -> str:
    """With a head line; text as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        places = [" or ".join(sorted({way[number] for way in row.ways})) for number in range(3)]
        writer.writerows([*places, *line] for line in _lines(row))
    return out.getvalue()


def _row(row: Row) -> dict[str, Any]:
    return {
        "ways": [dict(zip(WAY, way, strict=True)) for way in row.ways],
        "notices": [{"names": list(cell.names), "count": cell.count} for cell in row.notices],
        "receipts": row.receipts,
        "links": [{"names": list(cell.names), "count": cell.count} for cell in row.links],
        "time_to_gone": [_span(span) for span in row.curve],
        "half_gone_within_hours": row.half_gone_within,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "after_hours": span.after,
        "until_hours": span.until,
        "at_risk": span.at_risk,
        "gone": span.gone,
        "last_seen": span.lost,
        "still_there": round(span.still_there, 4),
        "low": round(span.low, 4),
        "high": round(span.high, 4),
    }


def _lines(row: Row) -> Iterator[list[object]]:
    none = [""] * 3
    for figure, cells in (("notices", row.notices), ("links", row.links)):
        for cell in cells:
            yield [figure, " or ".join(cell.names), "", "", cell.count, *none]
    if row.receipts is not None:
        yield ["receipts", "", "", "", row.receipts, *none]
    for span in row.curve:
        where = [span.after, span.until]
        yield ["time to gone", "at risk", *where, span.at_risk, *none]
        yield ["time to gone", "gone", *where, span.gone, *none]
        yield ["time to gone", "last seen", *where, span.lost, *none]
        shares = [round(share, 4) for share in (span.still_there, span.low, span.high)]
        yield ["time to gone", "still there", *where, "", *shares]
