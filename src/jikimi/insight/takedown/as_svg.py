"""A curve as a picture: how many are still there after how long, with its interval and its counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log10
from typing import Final
from xml.sax.saxutils import escape

from jikimi.insight.takedown.as_text import hours_in_words
from jikimi.insight.takedown.figures import Figures, Row
from jikimi.insight.takedown.survival import Span

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 36, 76, 110
_INK, _QUIET, _LINE, _BAND = "#23201c", "#6d655b", "#0f6b6b", "#0f6b6b"
# Time runs by its logarithm: the first day matters as much as the first year.
_FIRST_H: Final = 0.5


def as_svg(found: Figures) -> dict[str, str]:
    """File names and their pictures, one for each row that has a curve."""
    pictures: dict[str, str] = {}
    for number, row in enumerate((row for row in found.rows if row.curve), start=1):
        plain = re.sub(r"[^a-z0-9]+", "-", row.name.lower()).strip("-")[:80]
        pictures[f"{number:02d}-{plain}.svg"] = "\n".join(_picture(row, f"{found.at:%Y-%m-%d}"))
    return pictures


def _picture(row: Row, date: str) -> Iterator[str]:
    spans = row.curve
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13">'
    )
    title = f"Links still there after asking: {row.name}"
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fdfbf7"/>'
    yield _text(_LEFT, 28, "Links still there after asking", size=17, ink=_INK)
    within = f"; half were gone within {hours_in_words(row.half_gone_within)}" if row.half_gone_within else ""
    yield _text(_LEFT, 50, f"{row.name[:76]} · {spans[0].at_risk} links, {date}{within}")
    yield from _axes(spans)
    yield f'<path d="{_band(spans)}" fill="{_BAND}" fill-opacity="0.15"/>'
    yield f'<path d="{_steps(spans)}" fill="none" stroke="{_LINE}" stroke-width="2.5"/>'
    last = spans[-1]
    yield _text(_x(last.until, spans), _y(last.high) - 8, f"{last.still_there:.0%}", anchor="end", ink=_LINE)
    yield from _counts(spans)
    yield "</svg>"


def _axes(spans: Sequence[Span]) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e4ded4"/>'
        yield _text(_LEFT - 10, y + 4, f"{share:.0%}", anchor="end")
    for span in spans:
        x = _x(span.until, spans)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_y(0):.1f}" y2="{_y(0) + 5:.1f}" stroke="{_QUIET}"/>'
        yield _text(x, _y(0) + 20, hours_in_words(span.until), anchor="middle")


def _counts(spans: Sequence[Span]) -> Iterator[str]:
    """A table under the time axis: what stands behind each step."""
    for line, what in enumerate(("there before", "gone", "last seen")):
        y = _y(0) + 44 + 18 * line
        yield _text(_LEFT - 10, y, what, anchor="end", size=11)
        for span in spans:
            number = (span.at_risk, span.gone, span.lost)[line]
            yield _text(_x(span.until, spans), y, str(number), anchor="middle", size=11)


def _steps(spans: Sequence[Span]) -> str:
    path, there = f"M{_LEFT},{_y(1):.1f}", 1.0
    for span in spans:
        x = _x(span.until, spans)
        path += f" L{x:.1f},{_y(there):.1f} L{x:.1f},{_y(span.still_there):.1f}"
        there = span.still_there
    return path


def _band(spans: Sequence[Span]) -> str:
    upper, lower = [(float(_LEFT), _y(1.0))], [(float(_LEFT), _y(1.0))]
    for span in spans:
        x = _x(span.until, spans)
        upper += [(x, upper[-1][1]), (x, _y(span.high))]
        lower += [(x, lower[-1][1]), (x, _y(span.low))]
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in [*upper, *reversed(lower)]) + " Z"


def _x(hours: float, spans: Sequence[Span]) -> float:
    whole = log10(spans[-1].until / _FIRST_H)
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * log10(max(hours, _FIRST_H) / _FIRST_H) / whole


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 13, ink: str = _QUIET) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{ink}">'
        f"{escape(said)}</text>"
    )
