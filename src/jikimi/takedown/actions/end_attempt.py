"""How an attempt ends, for the verbs that record it. Runs inside their transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from jikimi.takedown.models import Attempt, Link, Notice, NoticeState, Outcome
from jikimi.takedown.refusals import NotOurs
from jikimi.takedown.rhythm import next_look

FREED: dict[str, Any] = {"lease_token": "", "lease_boot": "", "lease_until": None}


def end_by_sender(
    attempt: Attempt, notice: Notice, outcome: Outcome, words: str, now: datetime, **after: Any
) -> None:
    """What the sender itself saw. `after` is written to the notice.

    Normally under its lease. If the lease ran out and the attempt was called unknown meanwhile, the sender's
    word is the answer to that. Errors: NotOurs, when somebody else has decided already.
    """
    ours = Notice.objects.filter(
        pk=notice.pk, lease_token=notice.lease_token or "-", state=NoticeState.IN_WINDOW
    )
    called_unknown = Notice.objects.filter(pk=notice.pk, state=NoticeState.UNKNOWN)
    if ours.update(**FREED, **after):
        _end(attempt, (Outcome.UNDER_WAY,), outcome, words, now)
    elif called_unknown.update(**after):
        _end(attempt, (Outcome.UNKNOWN,), outcome, words, now)
    else:
        raise NotOurs


def _end(attempt: Attempt, before: Collection[Outcome], outcome: Outcome, words: str, now: datetime) -> None:
    open_ones = Attempt.objects.filter(pk=attempt.pk, outcome__in=before, resolved_by="")
    if not open_ones.update(outcome=outcome, ended_at=now, words=words or None):
        raise NotOurs


def look_soon(notice: Notice, after_asking: Collection[int], now: datetime) -> None:
    """They have been asked: the rhythm of looks begins anew. A look that is due sooner stays where it is."""
    if notice.retracts_id:
        return  # nothing was asked: what they restore is not a matter of ours any more
    soon = next_look(tuple(after_asking), 0, now)
    links = Link.objects.filter(notices=notice)
    links.filter(next_check_at__lte=soon).update(rhythm_step=0)
    later = Q(next_check_at__gt=soon) | Q(next_check_at=None)
    links.filter(later).update(rhythm_step=1, next_check_at=soon)


def open_next(notice: Notice, now: datetime) -> None:
    """This way has failed: the one that waits behind it is due at once."""
    Notice.objects.filter(after=notice, state=NoticeState.DRAFT, send_after__gt=now).update(send_after=now)
