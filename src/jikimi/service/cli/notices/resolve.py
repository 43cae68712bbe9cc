"""`jikimi notices resolve`: what became of one that is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("resolve")
def resolve(
    id_: Id,
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="What you have found out")],
    as_json: AsJson = False,
) -> None:
    """Say what became of a notice that is `unknown`. With --not-sent it is sent again."""

    def settle(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.resolve_unknown import resolve_unknown

        resolve_unknown(actor, notice, sent=sent, now=timezone.now())

    do(id_, settle, as_json=as_json)
