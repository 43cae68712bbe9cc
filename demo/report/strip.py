"""The seconds from post to sighting, one dot a sighting on a line."""

from __future__ import annotations

from statistics import median

WIDTH, HEIGHT, MARGIN = 720, 170, 40
DOT = 6
BASE = HEIGHT - 52


def strip(seconds: list[float]) -> str:
    """A drawing whose numbers stand in a table beside it."""
    if not seconds:
        return ""
    longest, middle = _round_up(max(seconds)), median(seconds)
    said = (
        f"Half of the sightings came within {middle:.1f} seconds of the post, all within {max(seconds):.1f}."
    )
    return (
        f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
        f"{_axis(longest)}{_middle(middle, longest)}{_dots(seconds, longest)}</svg>"
    )


def _x(value: float, longest: float) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * value / longest


def _axis(longest: float) -> str:
    marks = [f'<line class="axis" x1="{MARGIN}" y1="{BASE}" x2="{WIDTH - MARGIN}" y2="{BASE}"/>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = f"{_x(longest * share, longest):.1f}"
        marks.append(f'<line class="tick" x1="{x}" y1="{BASE}" x2="{x}" y2="{BASE + 7}"/>')
        marks.append(f'<text x="{x}" y="{BASE + 38}" text-anchor="middle">{longest * share:g} s</text>')
    return "".join(marks)


def _middle(middle: float, longest: float) -> str:
    x = _x(middle, longest)
    side, shift = ("start", 8) if middle < longest * 0.7 else ("end", -8)
    return (
        f'<line class="middle" x1="{x:.1f}" y1="30" x2="{x:.1f}" y2="{BASE}"/>'
        f'<text class="middle-words" x="{x + shift:.1f}" y="26" text-anchor="{side}">'
        f"half within {middle:.1f} s</text>"
    )


def _dots(seconds: list[float], longest: float) -> str:
    """Dots that would lie on one another are stacked."""
    columns: dict[int, int] = {}
    drawn = []
    for value in sorted(seconds):
        column = round(_x(value, longest) / (2 * DOT))
        level = columns[column] = columns.get(column, -1) + 1
        y = BASE - DOT - 2 - level * 2 * DOT
        drawn.append(f'<circle cx="{column * 2 * DOT}" cy="{y}" r="{DOT - 1}"/>')
    return "".join(drawn)


def _round_up(value: float) -> float:
    for step in (1, 2, 4, 8, 12, 20, 40, 60, 120):
        if value <= step:
            return float(step)
    return value
