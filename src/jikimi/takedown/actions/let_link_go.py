"""Nobody looks at a link any more, says a person: a wrong address, or one that is not worth the risk."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.models.notice import MAY_BE_READ
from jikimi.takedown.refusals import Refused


def let_link_go(actor: Actor, link: Link, *, why: str, now: datetime) -> None:
    """What was seen of it stays; `allow_look` takes it up again. Errors: Refused, PermissionRefused.

    Where nobody has looked for want of a yes, a notice that asks for it stands. Else looks are needed:
    without them nobody would know what became of it.
    """
    with acting(
        actor, may={"caseworker"}, verb="takedown.let_link_go", subject=f"link:{link.pk}", case=link.case
    ):
        if not why.strip():
            raise Refused(_("Say why nobody is to look at it any more."))
        asks = Notice.objects.filter(links=link, state__in=MAY_BE_READ, let_go_at=None, retracts=None).first()
        if asks is not None and not link.waits_for_yes:
            raise Refused(
                _("%(notice)s asks for it. Take that back first, or let it go.") % {"notice": asks.public_id}
            )
        link.let_go_at, link.let_go_why = now, why.strip()[:1000]
        link.waits_for_yes, link.next_check_at = True, None
        link.save(update_fields=["let_go_at", "let_go_why", "waits_for_yes", "next_check_at"])
