"""A person has found out what became of a notice that crashed in the moment of sending."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.end_attempt import look_soon
from jikimi.takedown.actions.link_outcomes import were_asked
from jikimi.takedown.actions.run_clock import start_clock
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import AFTER_ASKING, MOST_TRIES


def resolve_unknown(
    actor: Actor,
    notice: Notice,
    *,
    sent: bool,
    now: datetime,
    after_asking: Collection[int] = AFTER_ASKING,
) -> None:
    """It did arrive (then it has a receipt by that person's word), or it did not (then it is due again).

    Errors: Refused, PermissionRefused.
    """
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.resolve_unknown",
        subject=notice.public_id,
        case=notice.case,
        details={"sent": sent},
    ):
        _settle(notice, sent, now)
        attempt = Attempt.objects.filter(notice=notice).order_by("-number")[0]
        outcome = Outcome.SENT if sent else Outcome.NOT_SENT
        Attempt.objects.filter(pk=attempt.pk).update(
            outcome=outcome, ended_at=now, resolved_by=actor.pseudonym
        )
        if sent:
            erase_own_name(notice)
            Receipt.objects.create(
                attempt=attempt,
                grade=ReceiptGrade.HANDED_OVER.value,
                reference=f"found out by {actor.pseudonym}",
                at=now,
            )
            were_asked(notice, attempt.begun_at)
            start_clock(notice, attempt, now)
            look_soon(notice, after_asking, now)


def _settle(notice: Notice, sent: bool, now: datetime) -> None:
    unknown = Notice.objects.filter(pk=notice.pk, state=NoticeState.UNKNOWN)
    if sent:
        settled = unknown.update(state=NoticeState.HANDED_OVER, reason="")
        notice.state = NoticeState.HANDED_OVER
    else:
        settled = unknown.update(state=NoticeState.DUE, reason="", send_after=now, tries_left=MOST_TRIES)
        notice.state = NoticeState.DUE
    if not settled:
        raise Refused(_("It is not in doubt whether this notice was sent."))
