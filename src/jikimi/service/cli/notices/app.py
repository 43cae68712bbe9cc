"""`jikimi notices`: what was written to whom, what came of it, and what a person has to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.say import say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from jikimi.cases.actor import Actor
    from jikimi.service.django_setup import Process
    from jikimi.takedown.models import Notice

notices = typer.Typer(help="Notices: how they stand, and what you have found out about them.")
Id = Annotated[str, typer.Argument(help="The notice's number, such as JK-ABCDEFGHIJKL")]
NameMayBeShown = Annotated[
    bool,
    typer.Option("--name-may-be-shown", help="Copyright: yes, the uploader may be told the sender's name."),
]
Words = Annotated[str, typer.Option(help="What they wrote. It rests sealed.")]


def do(id_: str, verb: Callable[[Actor, Notice], None], *, as_json: bool) -> None:
    """Says how the notice stands after `verb`."""
    with plain_errors():
        actor, notice = ready_with(id_)
        from jikimi.takedown.held import held_reason
        from jikimi.takedown.refusals import Refused

        try:
            verb(actor, notice)
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        told = {"notice": notice.public_id, "state": str(notice.state)}
        lines = [f"{told['notice']}: {told['state']}"]
        if notice.held_until and notice.state in ("due", "draft", "prepared", "not sent"):
            told["held_until"] = notice.held_until.isoformat(timespec="seconds")
            lines.append(held_reason(notice.held_until))
        say(told, lines, as_json=as_json)


def ready_with(id_: str, process: Process = "engine") -> tuple[Actor, Notice]:
    from jikimi.service.prepare import ready

    ready(process)
    from jikimi.service.who import helper
    from jikimi.takedown.queries import notice_by_id

    actor = helper()
    notice = notice_by_id(actor, id_)
    if notice is None:
        raise CouldNot("There is no such notice among yours.")
    return actor, notice
