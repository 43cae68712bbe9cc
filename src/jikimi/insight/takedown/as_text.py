"""The figures for a person to read."""

from __future__ import annotations

from collections.abc import Iterator

from jikimi.insight.merging import FEWEST
from jikimi.insight.takedown.figures import Count, Figures, Row

RULE = (
    f'Every cell rests on {FEWEST} cases or more; smaller ones are merged ("or"). A link for which two ways '
    "were used counts for both."
)


def as_text(found: Figures) -> Iterator[str]:
    """Line by line."""
    yield f"How platforms answered, counted {found.at:%Y-%m-%d %H:%M} UTC"
    if not found.rows:
        yield too_little(found)
    for row in found.rows:
        yield ""
        yield from _row(row)
    if found.rows:
        yield ""
        yield RULE


def too_little(found: Figures) -> str:
    """Why there is nothing."""
    if found.too_few:
        return f"The notices so far are of fewer than {FEWEST} cases: any figure would point at somebody."
    return "No notice has been written yet."


def hours_in_words(hours: float) -> str:
    """48 h, 7 days."""
    return f"{hours / 24:g} days" if hours > 72 else f"{hours:g} h"


def _row(row: Row) -> Iterator[str]:
    total = sum(cell.count for cell in row.notices)
    yield row.name
    with_receipt = "" if row.receipts is None else f", {row.receipts} with a receipt"
    yield f"  {total} notices{with_receipt}: {_cells(row.notices)}"
    if not row.links:
        yield "  links: too few cases to show"
        return
    yield f"  {sum(cell.count for cell in row.links)} links: {_cells(row.links)}"
    if not row.curve:
        yield "  time to gone: too few cases to show"
        return
    for span in row.curve:
        yield (
            f"    {_span(span.after, span.until):>18}: {span.still_there:4.0%} still there "
            f"({span.low:.0%} to {span.high:.0%}); of {span.at_risk}, {span.gone} gone, {span.lost} last seen"
        )
    if row.half_gone_within is not None:
        yield f"  half were gone within {hours_in_words(row.half_gone_within)}"


def _span(after: float, until: float) -> str:
    return f"{hours_in_words(after)} - {hours_in_words(until)}"


def _cells(cells: tuple[Count, ...]) -> str:
    return "; ".join(f"{cell.count} {' or '.join(cell.names)}" for cell in cells)
