"""`jikimi notices hold`: nothing goes out before a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikimi.service.before_sending import HoldDay, in_utc
from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("hold")
def hold(id_: Id, until: HoldDay, as_json: AsJson = False) -> None:
    """Let nothing of it go out before that day: it warns the uploader, and the police may want a delay."""

    def keep_back(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.takedown.actions.hold_notice import hold_notice

        day = in_utc(until, load().centre.time_zone)
        hold_notice(actor, notice, until=day, now=timezone.now())

    do(id_, keep_back, as_json=as_json)
