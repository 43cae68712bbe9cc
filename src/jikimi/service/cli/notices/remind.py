"""`jikimi notices remind`: ask once more, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("remind")
def remind(id_: Id, as_json: AsJson = False) -> None:
    """Ask once more, now, for what is still there of the links that a notice names."""

    def ask(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.remind_now import remind_now

        remind_now(actor, notice, now=timezone.now())

    do(id_, ask, as_json=as_json)
