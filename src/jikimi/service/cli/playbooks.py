"""`jikimi playbooks check`: whether laws and platforms can be used, and which facts nobody has confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jikimi.playbooks.load import Playbooks
    from jikimi.playbooks.part import Part

playbooks = typer.Typer(help="The laws and platforms that notices follow.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(playbooks, name="playbooks")


@playbooks.callback()
def _group() -> None:
    """The laws and platforms that notices follow."""


@playbooks.command()
def check(
    folder: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of your own playbooks; without any, those named in jikimi.toml."),
    ] = None,
) -> None:
    """Read every playbook. Exit status: 0 all can be used, 2 not."""
    from jikimi.playbooks.load import load_all
    from jikimi.playbooks.problems import PlaybooksRefused
    from jikimi.service.config import ConfigError, load

    try:
        read = load_all(folder or load().playbooks)
    except (PlaybooksRefused, ConfigError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    for line in _lines(read):
        typer.echo(line)


def _lines(read: Playbooks) -> Iterator[str]:
    for law in read.laws.values():
        hours = f"{law.deadline.hours} h" if law.deadline.hours else "no number of hours"
        yield f"law       {law.key:24} {hours}; notices in {', '.join(law.languages)}"
    for platform in read.platforms.values():
        ways = ", ".join(route.kind for route in platform.routes)
        yield f"platform  {platform.key:24} {ways} ({platform.order})"
    open_facts = [
        fact for part in (*read.laws.values(), *read.platforms.values()) for fact in _open_facts(part)
    ]
    if open_facts:
        yield ""
        yield "Not confirmed yet (check these against the text itself, then take out `to_be_confirmed`):"
        yield from (f"  {fact}" for fact in open_facts)


def _open_facts(part: Part, name: str = "") -> Iterator[str]:
    """Where in a playbook `to_be_confirmed = true` stands."""
    from jikimi.playbooks.part import Part

    name = name or getattr(part, "key", "")
    if part.to_be_confirmed:
        yield name
    for field in type(part).model_fields:
        value = getattr(part, field)
        inner = value if isinstance(value, tuple) else (value,)
        for number, one in enumerate(inner, start=1):
            if isinstance(one, Part):
                place = f"{field}[{number}]" if isinstance(value, tuple) else field
                yield from _open_facts(one, f"{name}: {place}")
