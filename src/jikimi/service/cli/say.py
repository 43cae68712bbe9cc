"""What a command says: lines for a person, or one JSON value a line for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="JSON, nothing else.")]
OfCase = Annotated[str, typer.Option("--case", help="Only those of this case, by its number.")]
OnlyLinks = Annotated[
    list[int] | None,
    typer.Option("--link", help="They spoke of this link alone, by its number in `notices show`; repeatable"),
]


def say(data: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """`data` for a program; `lines` for a person, written one after the other."""
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(line)
