"""`jikimi notices bounce`: it came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Words, do, notices
from jikimi.service.cli.say import AsJson
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Notice


@notices.command("bounce")
def bounce(
    id_: Annotated[str, typer.Argument(help="The notice's number; not needed with --letter")] = "",
    letter: Annotated[
        Path | None, typer.Option(help="The letter that came back, as a file of your mail program")
    ] = None,
    words: Words = "",
    as_json: AsJson = False,
) -> None:
    """It came back: its receipt is taken back, and it stands red until somebody sees to it."""
    with plain_errors():
        if letter is not None:
            id_, words = _read_letter(letter)

    def take_back(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.record_bounce import record_bounce

        record_bounce(actor, notice, words=words, now=timezone.now())

    do(id_, take_back, as_json=as_json)


def _read_letter(letter: Path) -> tuple[str, str]:
    from jikimi.routes.email.bounce import MAX_BYTES, read_bounce

    if not letter.is_file():
        raise CouldNot(f"There is no letter at {letter}.")
    with letter.open("rb") as file:
        bounced = read_bounce(file.read(MAX_BYTES))
    if bounced is None:
        raise CouldNot("This letter does not say that one of our notices was not delivered.")
    if not bounced.permanent:
        raise CouldNot("This letter says that the notice is late, not that it was lost. Wait for another.")
    return bounced.notice_id, bounced.words
