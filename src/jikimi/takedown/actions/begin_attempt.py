"""Commit that we are about to send, before the connection opens: a crash from here on leaves its mark."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.rate_limit import Rate
from jikimi.takedown.actions.open_reply_link import open_reply_link
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.forms import FORM, form_reason
from jikimi.takedown.held import not_held
from jikimi.takedown.models import Attempt, Link, Notice, NoticeState
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.rate import WayFull, need_room
from jikimi.takedown.refusals import ConsentGone, NotOurs

WAITING = (NoticeState.DRAFT, NoticeState.DUE)
FULL = "It waits its turn: the place it goes to takes only so many in a time (rate_limit in the playbook)."


def claim_notice(*, now: datetime, lease_s: float, due_by: datetime) -> Notice | None:
    """The most urgent notice of those due at `due_by` at the latest; leased to us."""
    waiting = Notice.objects.filter(not_held(due_by), state__in=WAITING, send_after__lte=due_by)
    waiting = waiting.select_related("case")
    return claim(waiting, "send_after", now, lease_s, first=("rank",))


def begin_attempt(
    notice: Notice, *, now: datetime, signed_sha256: str = "", limit: Rate | None = None
) -> Attempt | None:
    """The attempt, now committed; None where the notice is not to be sent now (it says why).

    `signed_sha256` is known of the letter before it leaves, so that one that crashed on its way can be
    recognised as genuine too. `limit` is how many the destination takes. What is more waits, the most urgent
    first; it costs no try. Errors: NotOurs.
    """
    if notice.state == NoticeState.DRAFT and not _still_wanted(notice):
        _withdraw(notice, "It was not needed: what it names is gone already.")
        return None
    try:
        if notice.route == FORM:
            _hand_to_a_person(notice)
            return None
        return _begin(notice, now, signed_sha256, limit)
    except ConsentGone:
        _withdraw(notice, "The person took back the yes to writing to platforms before it was sent.")
        return None
    except WayFull as full:
        _wait_for_room(notice, full.opens_at, now)
        return None


def _begin(notice: Notice, now: datetime, signed_sha256: str, limit: Rate | None) -> Attempt:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.begin_attempt", subject=notice.public_id, case=notice.case
    ) as act:
        held = Notice.objects.filter(
            not_held(now),
            pk=notice.pk,
            lease_token=notice.lease_token,
            lease_until__gt=now,
            state__in=WAITING,
        )
        if not notice.lease_token or not held.update(state=NoticeState.IN_WINDOW):
            raise NotOurs
        last = Attempt.objects.filter(notice=notice).aggregate(last=Max("number"))["last"] or 0
        attempt = Attempt.objects.create(
            notice=notice,
            number=last + 1,
            begun_at=now,
            signed_sha256=signed_sha256,
            counts_for=notice.destination_tag if limit else None,
        )
        open_reply_link(notice, now)
        act.details = {"attempt": attempt.number}
        # Asked under the ledger's head: taking the yes back comes wholly before or wholly after us.
        act.after_entry(lambda _: _need_consent(notice))
        if limit and attempt.counts_for:
            act.after_entry(lambda _: need_room(attempt, limit))
    notice.state = NoticeState.IN_WINDOW
    return attempt


def _need_consent(notice: Notice) -> None:
    if notice.retracts_id:
        return  # what was wrong is taken back whatever the person has decided since
    if not has_consent(notice.case, Consent.Kind.ASK_PLATFORMS):
        raise ConsentGone


def _wait_for_room(notice: Notice, opens_at: datetime, now: datetime) -> None:
    """Nothing happened that the ledger would need to know. All that wait for this destination wait together:
    when it takes the next, the most urgent goes."""
    if not release(notice, send_after=opens_at, reason=FULL):
        raise NotOurs
    waiting = Notice.objects.filter(
        not_held(now), destination_tag=notice.destination_tag, state__in=WAITING, send_after__lt=opens_at
    )
    with transaction.atomic():
        # Never waited for: whoever holds one, to let it name more links, may want the others too. What is
        # passed over here finds out for itself that there is no room.
        free = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Notice.objects.filter(pk__in=free).update(send_after=opens_at, reason=FULL)


def _hand_to_a_person(notice: Notice) -> None:
    _need_consent(notice)
    with acting(
        ENGINE, may={"engine"}, verb="takedown.hand_over_form", subject=notice.public_id, case=notice.case
    ):
        if not release(notice, state=NoticeState.NOT_SENT, send_after=None, reason=form_reason(notice)):
            raise NotOurs


def _still_wanted(notice: Notice) -> bool:
    return Link.objects.filter(notices=notice).exclude(state__in=GONE_STATES).exists()


def _withdraw(notice: Notice, why: str) -> None:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.withdraw_notice", subject=notice.public_id, case=notice.case
    ):
        if not release(notice, state=NoticeState.WITHDRAWN, send_after=None, reason=why):
            raise NotOurs
        erase_own_name(notice)
