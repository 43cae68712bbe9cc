"""`jikimi notices let-go`: nothing more is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("let-go")
def let_go(
    id_: Id,
    why: Annotated[str, typer.Option(help="Why nothing more is to come of it. Shown beside it.")],
    as_json: AsJson = False,
) -> None:
    """Nothing more is done about what was refused, not sent, came back or stayed without an answer."""

    def settle(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.let_go import let_go as let_notice_go

        let_notice_go(actor, notice, why=why, now=timezone.now())

    do(id_, settle, as_json=as_json)
