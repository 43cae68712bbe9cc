"""The curve is Kaplan and Meier's, over spans that point at nobody."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from jikimi.insight.takedown.as_svg import as_svg
from jikimi.insight.takedown.figures import make_figures
from jikimi.insight.takedown.survival import curve, half_gone_within
from jikimi.takedown.counted import CountedLink, CountedNotice
from tests.insight.test_merging import NOW


def links(*groups: tuple[int, float, bool]) -> list[CountedLink]:
    """So many links, each of another case, gone or last seen after so many hours."""
    each = [(hours, gone) for how_many, hours, gone in groups for _ in range(how_many)]
    return [
        CountedLink(case, "p", "email", "l", "gone" if gone else "asked", "", gone, hours)
        for case, (hours, gone) in enumerate(each)
    ]


def test_the_estimate_is_the_product_of_the_steps() -> None:
    spans = curve(links((10, 3, True), (6, 20, True), (8, 20, False), (5, 40, True), (7, 100, False)))
    assert [(span.after, span.until, span.at_risk, span.gone, span.lost) for span in spans] == [
        (0, 6, 36, 10, 0),
        (6, 24, 26, 6, 8),
        (24, 48, 12, 5, 0),
        (48, 168, 7, 0, 7),
    ]
    first, second, third = 26 / 36, 20 / 26, 7 / 12
    expected = [first, first * second, first * second * third, first * second * third]
    assert [span.still_there for span in spans] == pytest.approx(expected)
    assert half_gone_within(spans) == 48


def test_few_make_wide_spans() -> None:
    spans = curve(links((3, 0.5, True), (3, 20, True), (5, 400, False)))
    shown = [(span.after, span.until, span.gone, span.lost) for span in spans]
    assert shown == [(0, 24, 6, 0), (24, 720, 0, 5)]


def test_what_would_point_at_few_is_not_drawn() -> None:
    assert curve(links((4, 5, True), (20, 30, False))) == []
    assert curve(links((40, 5, True), (2, 30, False))) == []
    assert curve([]) == []


def test_forty_links_of_one_case_are_one() -> None:
    assert curve([CountedLink(7, "p", "email", "l", "gone", "", True, 3.0)] * 40) == []


def test_nothing_went() -> None:
    (span,) = curve(links((9, 30, False)))
    assert (span.still_there, span.low, span.high) == (1.0, 1.0, 1.0)
    assert half_gone_within([span]) is None


def test_the_picture_has_the_curve_and_its_counts() -> None:
    there = links((10, 3, True), (8, 20, True), (6, 200, False))
    notices = [CountedNotice(link.case, "p", "email", "l", "acknowledged") for link in there]
    ((name, picture),) = as_svg(make_figures(notices, there, NOW)).items()
    assert name == "01-p-email-l.svg"
    drawn = ET.fromstring(picture)  # noqa: S314
    said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"there before", "24", "14", "6 h"} <= set(said)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}path"))) == 2
