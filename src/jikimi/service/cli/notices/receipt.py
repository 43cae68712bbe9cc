"""`jikimi notices receipt`: the number that a platform's form gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, Words, do, notices
from jikimi.service.cli.say import AsJson

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("receipt")
def receipt(
    id_: Id,
    reference: Annotated[str, typer.Option(help="The number that the platform's form gave you")],
    words: Words = "",
    as_json: AsJson = False,
) -> None:
    """You filled in the platform's form, and it gave a number: the notice is sent."""

    def write_down(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.record_form_receipt import record_form_receipt

        record_form_receipt(actor, notice, reference=reference, words=words, now=timezone.now())

    do(id_, write_down, as_json=as_json)
