"""Lives of links over simulated weeks: shown, hidden, removed, back again; walls and glitches between."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tests.servers.web.behaviours import A_GLITCH, GONE, IN_THE_WAY, LIVE, THERE, Behaviour
from tests.servers.web.clock import BEGIN, Clock

DAY = timedelta(days=1)
LONGEST_GLITCH = timedelta(hours=36)
LONGEST_WALL = timedelta(days=4)
# Broken-off answers cost a connection each and say what a refused one says.
WALLS = tuple(one for one in IN_THE_WAY if one.name != "breaks off")


@dataclass(frozen=True, slots=True)
class Phase:
    """From `begin` to `end` the site does this."""

    begin: datetime
    end: datetime
    does: Behaviour


@dataclass
class Life:
    """`phases` follow one another without a gap; `over` lie over them: walls and glitches."""

    host: str
    phases: list[Phase]
    over: list[Phase]
    clock: Clock = field(default_factory=Clock)

    def at(self, moment: datetime) -> Behaviour:
        """What the site does then."""
        return next(
            (one.does for one in self.over if one.begin <= moment < one.end), self._phase(moment).does
        )

    def there(self, moment: datetime) -> bool:
        """Whether somebody could see the content then, were nothing in the way."""
        return self._phase(moment).does.there

    def now(self) -> Behaviour:
        return self.at(self.clock.now)

    def gone_since(self, moment: datetime) -> datetime | None:
        """Since when it had been gone then; None while it was there."""
        if self.there(moment):
            return None
        gone = [phase for phase in self.phases if phase.begin <= moment]
        first = gone[-1]
        for phase in reversed(gone):
            if phase.does.there:
                break
            first = phase
        return first.begin

    def _phase(self, moment: datetime) -> Phase:
        index = bisect_right([phase.begin for phase in self.phases], moment) - 1
        return self.phases[max(0, index)]


def random_life(number: int, random: Random, weeks: float) -> Life:
    """One of five stays. The others are removed at some time; a third of these come back and may go again."""
    end = BEGIN + weeks * 7 * DAY
    phases: list[Phase] = []

    def then(does: Behaviour, least: float, most: float) -> None:
        begin = phases[-1].end if phases else BEGIN
        if begin < end:
            phases.append(Phase(begin, min(end, begin + random.uniform(least, most) * DAY), does))

    then(LIVE, 0.1, 10)
    if random.random() < 0.35:
        then(random.choice(THERE), 0.5, 8)
    stays = random.random() < 0.2
    while phases[-1].end < end:
        if stays or random.random() < 0.25:
            then(random.choice(THERE), 2, 20)
            continue
        then(random.choice(GONE), 3, 25)
        if random.random() < 0.3:
            then(random.choice(GONE), 3, 15)
        if random.random() < 0.33:
            then(random.choice((LIVE, *THERE)), 1, 15)
        elif phases[-1].end < end:
            phases[-1] = Phase(phases[-1].begin, end, phases[-1].does)
    life = Life(f"life-{number}.example", phases, [])
    life.over.extend(_over(life, random, end))
    return life


def _over(life: Life, random: Random, end: datetime) -> list[Phase]:
    """A wall about every six days, and while it is there a glitch that looks gone about every fortnight."""
    found = []
    for kinds, every, middle, longest in (
        (A_GLITCH, 14.0, timedelta(hours=2), LONGEST_GLITCH),
        (WALLS, 6.0, timedelta(hours=5), LONGEST_WALL),
    ):
        moment = BEGIN + random.expovariate(1 / every) * DAY
        while moment < end:
            lasts = min(longest, middle * random.lognormvariate(0, 1.3))
            glitch = kinds is A_GLITCH
            if not glitch or (life.there(moment) and life.there(moment + lasts)):
                found.append(Phase(moment, moment + lasts, random.choice(kinds)))
            moment += lasts + random.expovariate(1 / every) * DAY
    return found
