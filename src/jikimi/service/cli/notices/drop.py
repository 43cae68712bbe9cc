"""`jikimi notices drop`: the no to one that was prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("drop")
def drop(
    id_: Id, why: Annotated[str, typer.Option(help="Why it is not to be sent")] = "", as_json: AsJson = False
) -> None:
    """Say no to a notice that was prepared for you: it never goes out."""

    def say_no(actor: Actor, notice: Notice) -> None:
        from jikimi.takedown.actions.decide_prepared import drop_prepared

        drop_prepared(actor, notice, why=why)

    do(id_, say_no, as_json=as_json)
