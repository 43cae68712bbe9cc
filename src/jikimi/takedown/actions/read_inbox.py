"""How far a mailbox has been read, and what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Min
from django.utils import timezone

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.fields import lookup
from jikimi.takedown.actions.receive_letter import receive_letter, receive_unreadable
from jikimi.takedown.models import Answer, Inbox, Notice
from jikimi.takedown.refusals import NotOurs
from jikimi.takedown.rhythm import next_try

_FIRST_RETRY_S = 30.0
_LONGEST_PAUSE = timedelta(minutes=30)


def claim_inbox(account: str, *, now: datetime, lease_s: float) -> Inbox | None:
    """The mailbox, if it is due; noted when it is first heard of, and leased to us."""
    tag = lookup(account, "inbox.account")
    if not Inbox.objects.filter(account=tag).exists():
        with acting(ENGINE, may={"engine"}, verb="takedown.note_inbox"):
            Inbox.objects.get_or_create(account=tag, defaults={"read_from": now, "next_look_at": now})
    return claim(Inbox.objects.filter(account=tag), "next_look_at", now, lease_s)


def read_since(inbox: Inbox) -> date:
    """Nothing that came before the first notice can be an answer. A day less, for other time zones."""
    first = Notice.objects.aggregate(first=Min("made_at"))["first"]
    return ((first or inbox.read_from) - timedelta(days=1)).date()


def take_letter(inbox: Inbox, raw: bytes, *, validity: int, uid: int, now: datetime) -> Answer | None:
    """Records a letter together with the place after it. Errors: NotOurs, when the lease was lost."""
    with transaction.atomic():
        answer = _receive(raw, now)
        ours = Inbox.objects.filter(pk=inbox.pk, lease_token=inbox.lease_token)
        if not inbox.lease_token or not ours.update(validity=validity, last_uid=uid):
            raise NotOurs
    inbox.validity, inbox.last_uid = validity, uid
    return answer


def _receive(raw: bytes, now: datetime) -> Answer | None:
    try:
        return receive_letter(raw, now=now)
    except DatabaseError:
        raise
    except Exception:
        return receive_unreadable(raw, now=now)


def inbox_was_read(inbox: Inbox, *, next_look_at: datetime) -> None:
    """Everything that was there is recorded. No entry: nothing was decided. Errors: NotOurs."""
    if not release(inbox, next_look_at=next_look_at, last_read_at=timezone.now(), trouble="", failures=0):
        raise NotOurs


def inbox_was_not_read(inbox: Inbox, trouble: str, *, now: datetime) -> None:
    """`trouble` is shown in `jikimi status` until it works again. Errors: NotOurs."""
    failures = min(inbox.failures + 1, 1000)
    again = min(next_try(failures, now, _FIRST_RETRY_S), now + _LONGEST_PAUSE)
    if not release(inbox, next_look_at=again, trouble=trouble[:300], failures=failures):
        raise NotOurs
