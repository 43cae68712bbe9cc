"""`jikimi notices send`: the yes to one that was prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.before_sending import ask_own_name
from jikimi.service.cli.notices.app import Id, NameMayBeShown, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("send")
def send(
    id_: Id,
    own_name: Annotated[
        bool, typer.Option("--own-name", help="Its law demands the person's own name: asks you for it.")
    ] = False,
    name_may_be_shown: NameMayBeShown = False,
    as_json: AsJson = False,
) -> None:
    """Say yes to a notice that was prepared for you: it goes out."""

    def say_yes(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.decide_prepared import send_prepared
        from jikimi.takedown.actions.give_own_name import give_own_name

        letterhead = make_letterhead(load())
        if own_name:
            give_own_name(actor, notice, name=ask_own_name(), letterhead=letterhead, now=timezone.now())
        else:
            send_prepared(
                actor,
                notice,
                letterhead=letterhead,
                name_may_be_shown=name_may_be_shown,
                now=timezone.now(),
            )

    do(id_, say_yes, as_json=as_json)
