"""One look at a link, and what all looks so far amount to."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from random import SystemRandom
from typing import Any

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.fingerprint.film import remembered
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions.link_outcomes import looks_said
from jikimi.takedown.actions.prepare_again import prepare_again
from jikimi.takedown.certainty import GONE_STATES, Standing, after_look
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Check, Link, LinkState
from jikimi.takedown.next_step import Looks, next_step
from jikimi.takedown.refusals import NotOurs
from jikimi.watch.actions.mark_gone import mark_gone


def claim_link(sources: Collection[str], *, now: datetime, lease_s: float, due_by: datetime) -> Link | None:
    """The link whose look is due longest, due at `due_by` at the latest; leased to us."""
    watched = Link.objects.filter(
        source__in=sources, next_check_at__lte=due_by, waits_for_yes=False
    ).select_related("case")
    return claim(watched, "next_check_at", now, lease_s)


def record_check(
    link: Link, seen: Observation, *, now: datetime, looks: Looks, letterhead: Letterhead | None = None
) -> Standing:
    """What it amounts to now. With `letterhead`, a notice is prepared where it came back. Errors: NotOurs."""
    before = Standing(LinkState(link.state), link.gone_looks, link.first_gone_look_at, tuple(link.gone_from))
    after = after_look(before, seen, looks.bar)
    moved = after.state != before.state
    back = moved and after.state is LinkState.CAME_BACK
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
            gone_from=list(after.gone_from),
            returns=link.returns + back,
            rhythm_step=step,
            next_check_at=next_at,
            **_learnt(link, seen),
        )
        if not told:
            raise NotOurs
        Check.objects.bulk_create(_check(link, part) for part in (seen.parts or (seen,)))
        if moved:
            looks_said(link, before.state, after, now)
        if moved and after.state in GONE_STATES and link.sighting_id is not None:
            mark_gone(link.sighting_id, now=now)
        if back and letterhead is not None:
            prepare_again(link, letterhead, now)
    return after


def _check(link: Link, seen: Observation) -> Check:
    return Check(
        link=link,
        at=seen.at,
        grade=seen.grade.value,
        seen=dict(seen.seen),
        sealed=json.dumps(seen.sealed) if seen.sealed else None,
        vantage=seen.vantage[:64],
    )


def _learnt(link: Link, seen: Observation) -> dict[str, Any]:
    """What the look found out and the link did not know yet."""
    learnt = seen.learnt
    new: dict[str, Any] = {}
    if link.media is None and learnt.media:
        new["media"] = learnt.media
    if link.likeness is None and learnt.likeness is not None:
        new["likeness"] = remembered(learnt.likeness)
    if learnt.shown_in_page and not link.shown_in_page:
        new["shown_in_page"] = True
    return new


def _next(
    link: Link, after: Standing, moved: bool, now: datetime, looks: Looks
) -> tuple[int, datetime | None]:
    step, due = next_step(link.rhythm_step, link.since, after, moved=moved, now=now, looks=looks)
    if due is not None and link.look_allowed_by:
        # Its owner may see every look: not at times that tell a program from a person.
        due += (due - now) * SystemRandom().uniform(0.0, 0.5)
    return step, due
