"""A caseworker's yes, or no, to a notice that the engine has prepared. Without the yes it never goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.takedown.actions.run_clock import may_escalate
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.own_name import asks_for_own_name, erase_own_name, own_name_of
from jikimi.takedown.refusals import Refused
from jikimi.takedown.second_yes import second_yes_wanted


def send_prepared(
    actor: Actor,
    notice: Notice,
    *,
    letterhead: Letterhead | None = None,
    name_may_be_shown: bool = False,
    now: datetime,
) -> None:
    """Due now, in the name of the one who said yes. `name_may_be_shown` is copyright's second yes.

    With `letterhead` a second yes that is missing is said here; without, right before it leaves.
    Errors: Refused, PermissionRefused.
    """
    with acting(
        actor, may={"caseworker"}, verb="takedown.send_prepared", subject=notice.public_id, case=notice.case
    ):
        if not has_consent(notice.case, Consent.Kind.ASK_PLATFORMS):
            raise Refused(_("The person has not said yes to writing to platforms, so nothing can be sent."))
        if notice.escalates is not None and not may_escalate(notice.escalates, now):
            raise Refused(_("Their time has not run out yet, so there is nothing to complain of."))
        if asks_for_own_name(notice) and own_name_of(notice) is None:
            raise Refused(_("This law demands the person's own name: send it with --own-name."))
        second_yes_by = notice.second_yes_by
        law = letterhead.playbooks.laws.get(notice.law) if letterhead else None
        if law is not None and law.copyright and not second_yes_by and not name_may_be_shown:
            raise Refused(second_yes_wanted())
        if name_may_be_shown:
            second_yes_by = actor.pseudonym
        _settle(
            notice,
            state=NoticeState.DUE,
            send_after=now,
            reason="",
            decided_by=actor.pseudonym,
            second_yes_by=second_yes_by,
        )


def drop_prepared(actor: Actor, notice: Notice, *, why: str = "") -> None:
    """It is not sent. `why` is shown beside it. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.drop_prepared", subject=notice.public_id, case=notice.case
    ):
        reason = why.strip()[:300] or _("A caseworker decided that it is not to be sent.")
        _settle(notice, state=NoticeState.WITHDRAWN, reason=reason, decided_by=actor.pseudonym)
        erase_own_name(notice)


def _settle(notice: Notice, **changed: Any) -> None:
    prepared = Notice.objects.filter(pk=notice.pk, state=NoticeState.PREPARED)
    if not prepared.update(**changed):
        raise Refused(_("This notice is not one that waits for your yes."))
    for name, value in changed.items():
        setattr(notice, name, value)
