"""`jikimi notices answered`: what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, Words, do, notices
from jikimi.service.cli.say import AsJson, OnlyLinks

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("answered")
def answered(
    id_: Id,
    refused: Annotated[bool, typer.Option("--refused/--accepted", help="Whether they will not remove it")],
    reason: Annotated[
        list[str] | None, typer.Option(help="With --refused: why, in a key of docs/answers.md; repeatable")
    ] = None,
    reference: Annotated[str, typer.Option(help="Their number for it")] = "",
    words: Words = "",
    *,
    link: OnlyLinks = None,
    as_json: AsJson = False,
) -> None:
    """They have answered."""

    def write_down(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.settle_answer import write_down_answer

        write_down_answer(
            actor,
            notice,
            means="refused" if refused else "received",
            reasons=reason or [],
            reference=reference,
            words=words,
            about=link or [],
            now=timezone.now(),
        )

    do(id_, write_down, as_json=as_json)
