"""A person says: ask once more, now, for what is still there."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.link_outcomes import MAY_BE_REPEATED
from jikimi.takedown.models import Notice
from jikimi.takedown.refusals import Refused


def remind_now(actor: Actor, notice: Notice, *, now: datetime) -> None:
    """The reminder is written within moments. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.remind_now", subject=notice.public_id, case=notice.case
    ):
        taken = Notice.objects.filter(pk=notice.pk, state__in=MAY_BE_REPEATED)
        if not taken.update(repeat_at=now):
            raise Refused(_("Only a notice that they have taken can be repeated."))
    notice.repeat_at = now
