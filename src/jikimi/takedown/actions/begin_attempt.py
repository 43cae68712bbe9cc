"""Commit that we are about to send, before the connection opens: a crash from here on leaves its mark."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.takedown.actions.open_reply_link import open_reply_link
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.models import Attempt, Link, Notice, NoticeState
from jikimi.takedown.refusals import ConsentGone, NotOurs

WAITING = (NoticeState.DRAFT, NoticeState.DUE)


def claim_notice(*, now: datetime, lease_s: float, due_by: datetime) -> Notice | None:
    """The most urgent notice of those due at `due_by` at the latest; leased to us."""
    waiting = Notice.objects.filter(state__in=WAITING, send_after__lte=due_by).select_related("case")
    return claim(waiting, "send_after", now, lease_s, first=("rank",))


def begin_attempt(notice: Notice, *, now: datetime, signed_sha256: str = "") -> Attempt | None:
    """The attempt, now committed; None where the notice is not to be sent after all (it says why).

    `signed_sha256` is known of the letter before it leaves, so that one that crashed on its way can be
    recognised as genuine too. Errors: NotOurs.
    """
    if notice.state == NoticeState.DRAFT and not _still_wanted(notice):
        _withdraw(notice, "It was not needed: what it names is gone already.")
        return None
    try:
        return _begin(notice, now, signed_sha256)
    except ConsentGone:
        _withdraw(notice, "The person took back the yes to writing to platforms before it was sent.")
        return None


def _begin(notice: Notice, now: datetime, signed_sha256: str) -> Attempt:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.begin_attempt", subject=notice.public_id, case=notice.case
    ) as act:
        held = Notice.objects.filter(
            pk=notice.pk, lease_token=notice.lease_token, lease_until__gt=now, state__in=WAITING
        )
        if not notice.lease_token or not held.update(state=NoticeState.IN_WINDOW):
            raise NotOurs
        last = Attempt.objects.filter(notice=notice).aggregate(last=Max("number"))["last"] or 0
        attempt = Attempt.objects.create(
            notice=notice, number=last + 1, begun_at=now, signed_sha256=signed_sha256
        )
        open_reply_link(notice, now)
        act.details = {"attempt": attempt.number}
        # Asked under the ledger's head: taking the yes back comes wholly before or wholly after us.
        act.after_entry(lambda _: _need_consent(notice))
    notice.state = NoticeState.IN_WINDOW
    return attempt


def _need_consent(notice: Notice) -> None:
    if notice.retracts_id:
        return  # what was wrong is taken back whatever the person has decided since
    if not has_consent(notice.case, Consent.Kind.ASK_PLATFORMS):
        raise ConsentGone


def _still_wanted(notice: Notice) -> bool:
    return Link.objects.filter(notices=notice).exclude(state__in=GONE_STATES).exists()


def _withdraw(notice: Notice, why: str) -> None:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.withdraw_notice", subject=notice.public_id, case=notice.case
    ):
        if not release(notice, state=NoticeState.WITHDRAWN, send_after=None, reason=why):
            raise NotOurs
