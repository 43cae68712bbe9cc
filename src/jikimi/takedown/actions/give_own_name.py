"""A caseworker's yes to a notice whose law demands the person's own name, with that name."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, OwnName
from jikimi.takedown.own_name import asks_for_own_name, readable_name
from jikimi.takedown.refusals import Refused


def give_own_name(actor: Actor, notice: Notice, *, name: str, letterhead: Letterhead, now: datetime) -> None:
    """The notice is due, and the name rests sealed until the receipt. The ledger never holds it.

    Errors: Refused, PermissionRefused.
    """
    written = readable_name(name)
    with acting(
        actor, may={"caseworker"}, verb="takedown.give_own_name", subject=notice.public_id, case=notice.case
    ):
        if not asks_for_own_name(notice):
            raise Refused(_("This notice does not need the person's own name: it must not stand in it."))
        OwnName.objects.update_or_create(
            notice=notice, defaults={"name": written, "given_at": now, "given_to": actor.pseudonym}
        )
        send_prepared(actor, notice, letterhead=letterhead, now=now)
