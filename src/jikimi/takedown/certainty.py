"""When a link may be called gone: only after several looks, some time apart, with nothing seen in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jikimi.sources.base import Grade
from jikimi.takedown.models.link import LinkState

GONE_GRADES = frozenset({Grade.GONE, Grade.ROOM_GONE})
GONE_STATES = frozenset({LinkState.GONE, LinkState.ROOM_GONE})


@dataclass(frozen=True, slots=True)
class Bar:
    """How many looks say "gone" before we say it, and how long the first and last must lie apart."""

    looks: int = 2
    apart: timedelta = timedelta(seconds=60)


USUAL_BAR = Bar()


@dataclass(frozen=True, slots=True)
class Standing:
    """What all looks so far amount to."""

    state: LinkState
    gone_looks: int = 0
    first_gone_look_at: datetime | None = None


def after_look(before: Standing, grade: Grade, at: datetime, bar: Bar) -> Standing:
    """What one more look makes of it. "Cannot tell" changes nothing: it neither proves nor disproves."""
    if grade is Grade.CANNOT_TELL:
        return before
    if grade not in GONE_GRADES:
        was_gone = before.state in GONE_STATES or before.state == LinkState.CAME_BACK
        return Standing(LinkState.CAME_BACK if was_gone else LinkState(grade.value))
    first = before.first_gone_look_at or at
    counted = replace(before, gone_looks=before.gone_looks + 1, first_gone_look_at=first)
    if counted.gone_looks >= bar.looks and at - first >= bar.apart:
        return replace(counted, state=LinkState(grade.value))
    return counted
