"""What a loop says goes to the terminal at once, one line a thing."""

from __future__ import annotations

import typer

from jikimi.service.loops.say import Voice
from jikimi.service.loops.undone import in_one_sentence

NOT_ALL_DONE = 3


def voice(*, show_addresses: bool = False) -> Voice:
    return Voice(typer.echo, lambda line: typer.echo(line, err=True), show_addresses=show_addresses)


def end_of_once(told: Voice) -> None:
    """What `--once` ends with: status 3 and a sentence, where something that was due could not be done."""
    if sentence := in_one_sentence(told.undone):
        typer.echo(sentence, err=True)
        raise typer.Exit(NOT_ALL_DONE)
