"""How long a link stays after somebody was asked: a Kaplan-Meier curve over spans that point at nobody.

The spans are made wide enough first; the curve comes from them alone, so it tells nothing more than they do.
A link that was not seen gone counts as there until the end of the span in which it was last seen.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from typing import Final

from jikimi.insight.merging import FEWEST
from jikimi.takedown.queries import CountedLink

# In hours. The laws count in 24 and 48; looks stop after two years.
BOUNDS: Final = (0.0, 1.0, 6.0, 24.0, 48.0, 72.0, 168.0, 336.0, 720.0, 2160.0, 8760.0, 17_544.0)


@dataclass(frozen=True, slots=True)
class Span:
    """From `after` up to `until` hours. `at_risk` were there when it began; of these `gone` went within it,
    and `lost` were last seen within it. `still_there` is the share (0 to 1) that is there at its end, with
    its 95 % interval."""

    after: float
    until: float
    at_risk: int
    gone: int
    lost: int
    still_there: float
    low: float
    high: float


Pile = tuple[float, float, tuple[CountedLink, ...]]


def curve(links: Sequence[CountedLink]) -> list[Span]:
    """Empty where those that went, or those that did not, are too few to be shown."""
    piles = _wide_enough([(after, until, _within(links, after, until)) for after, until in pairwise(BOUNDS)])
    if not piles or any(_hides(pile[2]) for pile in piles):
        return []
    estimate = _kaplan_meier(piles)
    spans, at_risk = [], len(links)
    for (after, until, things), (still_there, low, high) in zip(piles, estimate, strict=True):
        gone = sum(link.gone for link in things)
        spans.append(Span(after, until, at_risk, gone, len(things) - gone, still_there, low, high))
        at_risk -= len(things)
    return spans


def half_gone_within(spans: Sequence[Span]) -> float | None:
    """Hours until at most half were there; None where the curve does not come down so far."""
    return next((span.until for span in spans if span.still_there <= 0.5), None)


def _within(links: Sequence[CountedLink], after: float, until: float) -> tuple[CountedLink, ...]:
    last = until == BOUNDS[-1]
    first = after == BOUNDS[0]
    return tuple(link for link in links if (after < link.hours or first) and (link.hours <= until or last))


def _hides(things: Sequence[CountedLink]) -> bool:
    gone = {link.case for link in things if link.gone}
    lost = {link.case for link in things if not link.gone}
    return 0 < len(gone) < FEWEST or 0 < len(lost) < FEWEST


def _wide_enough(piles: list[Pile]) -> list[Pile]:
    """Neighbouring spans in one, until each hides nobody; what is empty goes with the next."""
    wide: list[Pile] = []
    after = BOUNDS[0]
    waiting: tuple[CountedLink, ...] = ()
    for _, until, things in piles:
        waiting += things
        if waiting and not _hides(waiting):
            wide.append((after, until, waiting))
            after, waiting = until, ()
    while waiting and wide and _hides(waiting):
        after, _, things = wide.pop()
        waiting = (*things, *waiting)
    if waiting:
        wide.append((after, max(until for _, until, things in piles if things), waiting))
    return wide


def _kaplan_meier(piles: Sequence[Pile]) -> list[tuple[float, float, float]]:
    """At the end of each span: the share still there, and its 95 % interval."""
    from lifelines import KaplanMeierFitter

    rows = [
        (until, gone, sum(link.gone is gone for link in things))
        for _, until, things in piles
        for gone in (True, False)
    ]
    times, gone, counts = zip(*[row for row in rows if row[2]], strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of whole numbers as weights where none went
        fitted = KaplanMeierFitter().fit(times, event_observed=gone, weights=counts)
    interval = fitted.confidence_interval_
    estimate = []
    for _, until, _things in piles:
        low, high = (float(value) for value in interval.loc[until])
        still = float(fitted.survival_function_.iloc[:, 0].loc[until])
        estimate.append((still, still if isnan(low) else low, still if isnan(high) else high))
    return estimate
