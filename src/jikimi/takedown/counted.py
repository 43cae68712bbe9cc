"""Notices and links as they are counted: which case, place, way and law, and what came of it. No addresses.

The case is a number by which to tell people apart while counting; it is never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jikimi.cases.actor import Actor
from jikimi.cases.queries import visible_to
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.models import LinkOutcome, NoticeLink, NoticeState
from jikimi.takedown.models import Notice as NoticeRow

# No answer for so long is silence.
SILENCE = timedelta(days=7)
_BATCH = 2000

Fate = Literal[
    "waits",
    "not sent",
    "unknown whether sent",
    "withdrawn",
    "came back undelivered",
    "no answer yet",
    "silence",
    "acknowledged",
    "refused",
    "retracted",
]
_FATES: dict[str, Fate] = {
    NoticeState.PREPARED: "waits",
    NoticeState.DRAFT: "waits",
    NoticeState.DUE: "waits",
    NoticeState.IN_WINDOW: "waits",
    NoticeState.NOT_SENT: "not sent",
    NoticeState.UNKNOWN: "unknown whether sent",
    NoticeState.WITHDRAWN: "withdrawn",
    NoticeState.BOUNCED: "came back undelivered",
    NoticeState.HANDED_OVER: "no answer yet",
    NoticeState.ACKNOWLEDGED: "acknowledged",
    NoticeState.REFUSED: "refused",
    NoticeState.RETRACTED: "retracted",
}


@dataclass(frozen=True, slots=True)
class CountedNotice:
    case: int
    platform: str
    route: str
    law: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class CountedLink:
    """`hours` is how long after asking it was gone, or, where it is not, until it was last seen.

    `outcome` is the link's in its notice; `refusal` says why, where they said it.
    """

    case: int
    platform: str
    route: str
    law: str
    outcome: str
    refusal: str
    gone: bool
    hours: float


def counted_notices(actor: Actor, now: datetime) -> Iterator[CountedNotice]:
    """Those of the cases that the actor may see. Reminders and retractions are no notices of their own."""
    rows = NoticeRow.objects.filter(case__in=visible_to(actor), reminds=None, retracts=None)
    for case, platform, route, law, state, made_at in rows.values_list(
        "case_id", "platform", "route", "law", "state", "made_at"
    ).iterator(chunk_size=_BATCH):
        fate = _FATES[state]
        silent = fate == "no answer yet" and now - made_at >= SILENCE
        yield CountedNotice(case, platform, route, law, "silence" if silent else fate)


def counted_links(actor: Actor) -> Iterator[CountedLink]:
    """Those that somebody was asked to remove. What was gone before is left out: it is nobody's work.

    A link that two ways were used for is counted for both.
    """
    rows = NoticeLink.objects.filter(
        notice__case__in=visible_to(actor), notice__reminds=None, notice__retracts=None
    ).exclude(asked_at=None)
    for case, platform, route, law, outcome, refusal, asked_at, gone_at, state, last in rows.values_list(
        "notice__case_id",
        "notice__platform",
        "notice__route",
        "notice__law",
        "outcome",
        "refusal",
        "asked_at",
        "gone_at",
        "link__state",
        "link__last_look_at",
    ).iterator(chunk_size=_BATCH):
        if asked_at is None or _gone_before(asked_at, gone_at, state):
            continue
        until = max(asked_at, gone_at or last or asked_at)
        why = refusal if outcome == LinkOutcome.REFUSED else ""
        hours = (until - asked_at).total_seconds() / 3600
        yield CountedLink(case, platform, route, law, outcome, why, gone_at is not None, hours)


def _gone_before(asked_at: datetime, gone_at: datetime | None, state: str) -> bool:
    return state in GONE_STATES if gone_at is None else gone_at <= asked_at
