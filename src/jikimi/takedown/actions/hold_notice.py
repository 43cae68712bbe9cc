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
        # Whoever was about to send it loses the lease, and so does not.
        waiting = Notice.objects.filter(pk=notice.pk, state__in=_NOT_OUT_YET)
        if not waiting.update(**FREED, held_until=until, reason=held_reason(until)):
            raise Refused(_("Only what has not gone out yet can be held."))
    notice.held_until = until


def release_notice(actor: Actor, notice: Notice, *, now: datetime) -> None:
    """It may go out now. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.release", subject=notice.public_id, case=notice.case
    ):
        held = Notice.objects.filter(pk=notice.pk, held_until__gt=now)
        reason = form_reason(notice) if notice.route == FORM else ""
        if not held.update(held_until=None, reason=reason):
            raise Refused(_("This notice is not held."))
    notice.held_until = None


def check_hold(until: datetime, now: datetime) -> None:
    """Errors: Refused."""
    if not now < until <= now + LONGEST:
        raise Refused(_("Hold a notice until a day that lies ahead, at most a year."))
