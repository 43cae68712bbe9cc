"""A notice warns the uploader. Where the police want a delay, it is held until a day or its release."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.end_attempt import FREED
from jikimi.takedown.forms import FORM, form_reason
from jikimi.takedown.held import held_reason
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.refusals import Refused

LONGEST = timedelta(days=366)
# A form's words wait as "not sent" for the person who carries them.
_NOT_OUT_YET = (NoticeState.PREPARED, NoticeState.DRAFT, NoticeState.DUE, NoticeState.NOT_SENT)


def hold_notice(actor: Actor, notice: Notice, *, until: datetime, now: datetime) -> None:
    """Nothing of it goes out before `until`; then it goes by itself. Errors: Refused, PermissionRefused."""
    check_hold(until, now)
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.hold",
        subject=notice.public_id,
        case=notice.case,
        details={"until": until.isoformat()},
    ):
        waiting = Notice.objects.select_for_update().filter(pk=notice.pk, state__in=_NOT_OUT_YET).first()
        if waiting is None:
            raise Refused(_("Only what has not gone out yet can be held."))
        reason = f"{held_reason(until)} {_other_reason(waiting)}".strip()[:300]
        # Whoever was about to send it loses the lease, and so does not.
        Notice.objects.filter(pk=waiting.pk).update(**FREED, held_until=until, reason=reason)
    notice.held_until = until


def release_notice(actor: Actor, notice: Notice, *, now: datetime) -> None:
    """It may go out now; what else keeps it back is said again. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.release", subject=notice.public_id, case=notice.case
    ):
        held = Notice.objects.select_for_update().filter(pk=notice.pk, held_until__gt=now).first()
        if held is None:
            raise Refused(_("This notice is not held."))
        reason = form_reason(notice) if notice.route == FORM else _other_reason(held)
        Notice.objects.filter(pk=held.pk).update(held_until=None, reason=reason)
    notice.held_until = None


def _other_reason(notice: Notice) -> str:
    """What else keeps it back: nobody who releases it should have to find that out anew."""
    if notice.held_until is None:
        return notice.reason
    return notice.reason.removeprefix(held_reason(notice.held_until)).strip()


def check_hold(until: datetime, now: datetime) -> None:
    """Errors: Refused."""
    if not now < until <= now + LONGEST:
        raise Refused(_("Hold a notice until a day that lies ahead, at most a year."))
