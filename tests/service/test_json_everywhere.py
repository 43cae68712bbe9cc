"""Whatever a person can do about notices, links and answers, a program can do and read as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer.main

from jikimi.service import cli

GROUPS = ("notices", "links", "answers", "case", "consent", "playbooks", "figures")
ALONE = ("sightings", "confirm", "dismiss", "status", "stuck", "ways", "allow", "notice-key")


def commands() -> Iterator[tuple[str, set[str]]]:
    cli._register_all()
    whole = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    found = {name: whole[name] for name in ALONE}
    for group in GROUPS:
        found |= {f"{group} {name}": one for name, one in whole[group].commands.items()}
    for name, command in found.items():
        yield name, {option for one in command.params for option in one.opts}


OPTIONS = dict(commands())


@pytest.mark.parametrize("name", OPTIONS)
def test_it_speaks_json(name: str) -> None:
    assert "--json" in OPTIONS[name]
