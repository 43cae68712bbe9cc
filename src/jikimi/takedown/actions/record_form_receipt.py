"""A person has carried the words to the form, and the form gave a number: only now it is sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.end_attempt import look_soon
from jikimi.takedown.actions.link_outcomes import were_asked
from jikimi.takedown.actions.run_clock import start_clock
from jikimi.takedown.forms import FORM
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import AFTER_ASKING


def record_form_receipt(
    actor: Actor,
    notice: Notice,
    *,
    reference: str,
    words: str = "",
    now: datetime,
    after_asking: Collection[int] = AFTER_ASKING,
) -> Receipt:
    """`reference` is the number that the form gave. Errors: Refused, PermissionRefused."""
    number = "".join(character for character in reference if character.isprintable()).strip()[:200]
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.record_form_receipt",
        subject=notice.public_id,
        case=notice.case,
        details={"reference": number},
    ):
        if notice.route != FORM:
            raise Refused(_("This notice goes out by itself: its receipt is recorded by the way it goes."))
        if not number:
            raise Refused(_("Give the number that the form gave. Without one it counts as not sent."))
        waiting = Notice.objects.filter(pk=notice.pk, state=NoticeState.NOT_SENT)
        if not waiting.update(state=NoticeState.HANDED_OVER, reason=""):
            raise Refused(_("This notice does not wait for a receipt."))
        last = Attempt.objects.filter(notice=notice).aggregate(last=Max("number"))["last"] or 0
        attempt = Attempt.objects.create(
            notice=notice,
            number=last + 1,
            begun_at=now,
            ended_at=now,
            outcome=Outcome.SENT,
            resolved_by=actor.pseudonym,
        )
        receipt = Receipt.objects.create(
            attempt=attempt,
            grade=ReceiptGrade.HANDED_OVER.value,
            reference=number,
            words=words or None,
            at=now,
        )
        were_asked(notice, now)
        start_clock(notice, attempt, now)
        erase_own_name(notice)
        look_soon(notice, after_asking, now)
    notice.state = NoticeState.HANDED_OVER
    return receipt
