"""Whatever can be set or asked for is in the operators' document, and its example is a configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from jikimi.service import cli
from jikimi.service.config import Config, load

DOCUMENT = (Path(__file__).parents[2] / "docs" / "operators.md").read_text()
EXAMPLE = re.findall("```toml\n(.*?)```", DOCUMENT, flags=re.S)[0]


def _commands() -> Iterator[str]:
    if not cli.app.registered_commands:
        cli._register_all()
    root = typer.main.get_command(cli.app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        yield from (f"{name} {one}" for one in inner) if inner else (name,)


@pytest.mark.parametrize("command", sorted(_commands()))
def test_every_command_is_there(command: str) -> None:
    assert f"`{command}`" in DOCUMENT


def _shown_to_caseworkers() -> Iterator[tuple[str, list[str]]]:
    """Each command in the caseworkers' page, with the options that it is shown with."""
    page = (Path(__file__).parents[2] / "docs" / "caseworkers.md").read_text()
    shown = re.findall(r"^    (jikimi .*)$", page, flags=re.M) + re.findall(r"`(jikimi [^`]*)`", page)
    for line in shown:
        for said in line.split("#")[0].split(" ; "):
            words = re.sub(r'"[^"]*"', "WORDS", said).split()[1:]
            parts = [word for word in words if not word.startswith("-")]
            yield " ".join(parts), [word for word in words if word.startswith("--")]


@pytest.mark.parametrize(("said", "options"), list(_shown_to_caseworkers()))
def test_what_caseworkers_are_shown_can_be_typed(said: str, options: list[str]) -> None:
    cli._register_all() if not cli.app.registered_commands else None
    command = typer.main.get_command(cli.app)
    for word in said.split():
        command = getattr(command, "commands", {}).get(word, command)
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(options) <= known
    assert said.split(maxsplit=1)[0] in typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def test_every_setting_is_in_the_example_and_the_example_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "jikimi.toml"
    path.write_text(EXAMPLE)
    config = load(path)
    for name in Config.model_fields:
        section = getattr(config, name)
        assert name in config.model_fields_set, name
        parts = section.values() if isinstance(section, dict) else [section]
        for part in parts:
            if isinstance(part, BaseModel):
                assert part.model_fields_set == set(type(part).model_fields), name


@pytest.mark.parametrize("name", ["HOME", "KEYS", "RUNTIME", "DATABASE", "AS", "LANGUAGE"])
def test_every_environment_variable_is_there(name: str) -> None:
    assert f"`JIKIMI_{name}`" in DOCUMENT


def test_no_other_environment_variable_is_read() -> None:
    read = set()
    for path in (Path(__file__).parents[2] / "src").rglob("*.py"):
        read |= set(re.findall(r"environ(?:\.get\(|\[)\s*\"(JIKIMI_\w+)\"", path.read_text()))
    assert {name for name in read if f"`{name}`" not in DOCUMENT} == set()
