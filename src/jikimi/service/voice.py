"""What a loop says goes to the terminal at once, one line a thing."""

from __future__ import annotations

import typer

from jikimi.service.loops.say import Voice


def voice(*, show_addresses: bool = False) -> Voice:
    return Voice(typer.echo, lambda line: typer.echo(line, err=True), show_addresses=show_addresses)
