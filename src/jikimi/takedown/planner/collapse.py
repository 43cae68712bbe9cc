"""Has a way stopped working? Page's cumulative sum (CUSUM) over its notices, in the order they were asked.

Each notice that worked or did not multiplies the evidence by how much likelier that is if the way works
only a quarter as often as it used to. The evidence never falls below one, so old merits do not hide a fall.
Alarm at 200: by Lorden's bound false alarms then lie 200 notices apart on average or more, however often one
looks. That needs the way to work at least as often as assumed, so the assumption is a cautious one: the lower
end of the (Wilson) 80 % interval of what was measured before the present doubt, begun with the playbook's
word. A way that nearly always worked is given up after three or four failures in a row, one that worked half
the time after about a dozen; one that never worked much has not fallen, it just stands last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from jikimi.takedown.planner.score import PRIOR_NOTICES

ALARM: Final = 200.0
# Two that worked end an alarm: without a ceiling a long silence would take as long to forgive.
_CEILING: Final = 4 * ALARM
FALLS_TO: Final = 0.25
_Z: Final = 1.2816
# After so long without a word of it, a way is tried again first; one more failure puts it back at once.
FORGIVEN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Settled:
    """A notice of which it is known whether it worked, and since when it was asked."""

    asked_at: datetime
    worked: bool


@dataclass(frozen=True, slots=True)
class Collapse:
    """`failed` of the `last` notices did not work, where `before` (0 to 1) of the earlier ones had."""

    failed: int
    last: int
    before: float
    since: datetime


def collapse(settled: Sequence[Settled], prior_success: float, now: datetime) -> Collapse | None:
    """The alarm, if it stands now. `settled` in the order of asking."""
    good, bad = PRIOR_NOTICES * prior_success, PRIOR_NOTICES * (1 - prior_success)
    evidence, doubted = 1.0, list[Settled]()
    for one in settled:
        evidence = min(_CEILING, evidence * likelier(one.worked, lower_bound(good, bad)))
        doubted.append(one)
        if evidence <= 1.0:
            evidence = 1.0
            good += sum(known.worked for known in doubted)
            bad += sum(not known.worked for known in doubted)
            doubted.clear()
    if evidence < ALARM or now - doubted[-1].asked_at > FORGIVEN_AFTER:
        return None
    failed = sum(not known.worked for known in doubted)
    return Collapse(failed, len(doubted), good / (good + bad), doubted[0].asked_at)


def likelier(worked: bool, usual: float) -> float:
    """How much likelier this is if the way works a quarter as often as usual."""
    fallen = usual * FALLS_TO
    return fallen / usual if worked else (1 - fallen) / (1 - usual)


def lower_bound(good: float, bad: float) -> float:
    """The lower end of the Wilson interval for the share that works, kept away from 0 and 1."""
    n = good + bad
    share, squared = good / n, _Z * _Z
    centre = share + squared / (2 * n)
    width = _Z * sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return min(0.98, max(0.01, (centre - width) / (1 + squared / n)))
