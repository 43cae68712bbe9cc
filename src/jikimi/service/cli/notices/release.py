"""`jikimi notices release`: one that is held goes out now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("release")
def release(id_: Id, as_json: AsJson = False) -> None:
    """Let a notice that is held go out now."""

    def let_go(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.hold_notice import release_notice

        release_notice(actor, notice, now=timezone.now())

    do(id_, let_go, as_json=as_json)
