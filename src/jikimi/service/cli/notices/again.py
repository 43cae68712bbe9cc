"""`jikimi notices again`: once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("again")
def again(id_: Id, as_json: AsJson = False) -> None:
    """Send once more what was not sent or came back, to where the configuration says today."""

    def send(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.send_again import send_again

        send_again(actor, notice, letterhead=make_letterhead(load()), now=timezone.now())

    do(id_, send, as_json=as_json)
