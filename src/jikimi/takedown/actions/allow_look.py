"""A caseworker's yes to look at an address that may tell the uploader who looked."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.models import Link
from jikimi.takedown.refusals import Refused

LATEST_FIRST_LOOK: Final = timedelta(minutes=30)


def allow_look(actor: Actor, link: Link, *, now: datetime) -> None:
    """The first look follows within half an hour, at a time nobody can guess. Errors: Refused,
    PermissionRefused.
    """
    with acting(
        actor, may={"caseworker"}, verb="takedown.allow_look", subject=f"link:{link.pk}", case=link.case
    ):
        first = now + LATEST_FIRST_LOOK * SystemRandom().uniform(0.02, 1.0)
        waiting = Link.objects.filter(pk=link.pk, waits_for_yes=True)
        if not waiting.update(
            waits_for_yes=False,
            look_allowed_by=actor.pseudonym,
            next_check_at=first,
            let_go_at=None,
            let_go_why=None,
        ):
            raise Refused(_("This link does not wait for your yes: it is looked at already."))
    link.waits_for_yes, link.look_allowed_by, link.next_check_at = False, actor.pseudonym, first
    link.let_go_at = link.let_go_why = None
