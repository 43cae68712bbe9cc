"""When a link may be called gone: only after several looks, some time apart, with nothing seen in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jikimi.sources.base import Grade, Observation
from jikimi.takedown.models.link import LinkState

GONE_GRADES = frozenset({Grade.GONE, Grade.ROOM_GONE, Grade.SOFT_404})
GONE_STATES = frozenset({LinkState.GONE, LinkState.ROOM_GONE, LinkState.SOFT_404})
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many looks say "gone" before we say it, how far the first and last lie apart, from how many places.

    A page's words alone (a soft 404 whose file nobody knows) need twice as many looks.
    """

    looks: int = 2
    apart: timedelta = timedelta(seconds=60)
    places: int = 1

    @property
    def pause(self) -> timedelta:
        """Between the looks, once one said "gone": close enough to notice that it was there in between."""
        return min(self.apart / max(1, self.looks - 1), LONGEST_PAUSE)


USUAL_BAR = Bar()


@dataclass(frozen=True, slots=True)
class Standing:
    """What all looks so far amount to. `gone_from` are the vantages of the looks that said "gone"."""

    state: LinkState
    gone_looks: int = 0
    first_gone_look_at: datetime | None = None
    gone_from: tuple[str, ...] = ()


def after_look(before: Standing, seen: Observation, bar: Bar) -> Standing:
    """What one more look makes of it. "Cannot tell" changes nothing: it neither proves nor disproves."""
    if seen.grade is Grade.CANNOT_TELL:
        return before
    if seen.grade in GONE_GRADES:
        return _gone_once_more(before, seen, bar)
    was_gone = before.state in GONE_STATES
    if was_gone and not seen.visible:
        # A wall now stands before what was gone: nobody has seen it again.
        return before
    back = was_gone or before.state is LinkState.CAME_BACK
    return Standing(LinkState.CAME_BACK if back else LinkState(seen.grade.value))


def _gone_once_more(before: Standing, seen: Observation, bar: Bar) -> Standing:
    first = before.first_gone_look_at or seen.at
    places = tuple(dict.fromkeys((*before.gone_from, *(seen.gone_from or (seen.vantage,)))))
    counted = replace(
        before, gone_looks=before.gone_looks + 1, first_gone_look_at=first, gone_from=places[:10]
    )
    only_words = seen.grade is Grade.SOFT_404
    if only_words and before.state in GONE_STATES:
        return counted
    enough = counted.gone_looks >= bar.looks * (2 if only_words else 1)
    if enough and seen.at - first >= bar.apart and len(counted.gone_from) >= bar.places:
        return replace(counted, state=LinkState(seen.grade.value))
    return counted
