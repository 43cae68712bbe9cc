"""One look at a link, and what all looks so far amount to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions.link_outcomes import looks_said
from jikimi.takedown.certainty import GONE_STATES, USUAL_BAR, Bar, Standing, after_look
from jikimi.takedown.models import Check, Link, LinkState
from jikimi.takedown.refusals import NotOurs
from jikimi.takedown.rhythm import AFTER_ASKING, AFTER_GONE, STOP_AFTER_S, next_look
from jikimi.watch.actions.mark_gone import mark_gone


def claim_link(sources: Collection[str], *, now: datetime, lease_s: float, due_by: datetime) -> Link | None:
    """The link whose look is due longest, due at `due_by` at the latest; leased to us."""
    watched = Link.objects.filter(source__in=sources, next_check_at__lte=due_by).select_related("case")
    return claim(watched, "next_check_at", now, lease_s)


@dataclass(frozen=True, slots=True)
class Looks:
    """How often one looks at a link, all in seconds, and how many looks "gone" needs."""

    bar: Bar = USUAL_BAR
    after_asking: Sequence[int] = AFTER_ASKING
    once_gone: Sequence[int] = AFTER_GONE
    stop_after_s: float = STOP_AFTER_S


def record_check(link: Link, seen: Observation, *, now: datetime, looks: Looks) -> Standing:
    """What it amounts to now. Errors: NotOurs."""
    before = Standing(LinkState(link.state), link.gone_looks, link.first_gone_look_at)
    after = after_look(before, seen.grade, seen.at, looks.bar)
    moved = after.state != before.state
    step, next_at = _next(link, after, moved, now, looks)
    with acting(
        ENGINE,
        may={"engine"},
        verb="takedown.check",
        subject=f"link:{link.pk}",
        case=link.case,
        details={"grade": seen.grade.value, "state": after.state.value, "looks": link.looks + 1},
    ):
        told = release(
            link,
            state=after.state,
            since=now if moved else link.since,
            looks=link.looks + 1,
            last_look_at=seen.at,
            last_look_told=seen.grade is not Grade.CANNOT_TELL,
            gone_looks=after.gone_looks,
            first_gone_look_at=after.first_gone_look_at,
            rhythm_step=step,
            next_check_at=next_at,
        )
        if not told:
            raise NotOurs
        Check.objects.create(
            link=link, at=seen.at, grade=seen.grade.value, seen=dict(seen.seen), vantage=seen.vantage[:64]
        )
        if moved:
            looks_said(link, before.state, after, now)
        if moved and after.state in GONE_STATES:
            mark_gone(link.sighting_id, now=now)
    return after


def _next(
    link: Link, after: Standing, moved: bool, now: datetime, looks: Looks
) -> tuple[int, datetime | None]:
    """The next step of the rhythm, and when it is due; None: it has stayed gone long enough."""
    gone = after.state in GONE_STATES
    if gone and not moved and now - link.since > timedelta(seconds=looks.stop_after_s):
        return link.rhythm_step, None
    begins_anew = moved and (gone or after.state is LinkState.CAME_BACK)
    step = 0 if begins_anew else link.rhythm_step
    due = next_look(looks.once_gone if gone else looks.after_asking, step, now)
    if after.gone_looks and not gone:
        # It looks gone, but too few looks say so: soon once more.
        due = min(due, now + max(looks.bar.apart, timedelta(seconds=1)))
    return step + 1, due
