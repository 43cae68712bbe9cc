"""When to look next: often after asking, soon once more where it looks gone, ever more rarely once it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jikimi.takedown.certainty import GONE_STATES, USUAL_BAR, Bar, Standing
from jikimi.takedown.models.link import LinkState
from jikimi.takedown.rhythm import AFTER_ASKING, AFTER_GONE, STOP_AFTER_S, next_look


@dataclass(frozen=True, slots=True)
class Looks:
    """How often one looks at a link, all in seconds, and how many looks "gone" needs."""

    bar: Bar = USUAL_BAR
    after_asking: Sequence[int] = AFTER_ASKING
    once_gone: Sequence[int] = AFTER_GONE
    stop_after_s: float = STOP_AFTER_S


def next_step(
    step: int, since: datetime, after: Standing, *, moved: bool, now: datetime, looks: Looks
) -> tuple[int, datetime | None]:
    """The rhythm's next step, and when it is due. None: it has stayed gone long enough.

    `step` and `since` are those before the look, `moved` says that the look changed the state.
    """
    gone = after.state in GONE_STATES
    if gone and not moved and now - since > timedelta(seconds=looks.stop_after_s):
        return step, None
    begins_anew = moved and (gone or after.state is LinkState.CAME_BACK)
    step = 0 if begins_anew else step
    due = next_look(looks.once_gone if gone else looks.after_asking, step, now)
    if after.gone_looks and not gone:
        # It looks gone, but too few looks say so: soon once more.
        due = min(due, now + max(looks.bar.pause, timedelta(seconds=1)))
    return step + 1, due
