"""`jikimi check-setup`: what is missing, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from jikimi.service.plain_errors import COULD_NOT

if TYPE_CHECKING:
    from jikimi.service.checks.finding import Finding


def register(app: typer.Typer) -> None:
    app.command("check-setup")(check_setup)


def check_setup() -> None:
    """Look at all that is needed and say what is missing; changes nothing. Exit status 2 if anything is."""
    from jikimi.service.checks.finding import Level

    found = list(_findings())
    for finding in found:
        typer.echo(f"{finding.level.upper():<8} {finding.subject}: {finding.sentence}")
    lacking = sum(finding.level is Level.MISSING for finding in found)
    if lacking:
        typer.echo(
            f"{lacking} missing. The rest is there." if lacking < len(found) else "All of it is missing."
        )
        raise typer.Exit(COULD_NOT)
    typer.echo("Nothing is missing.")


def _findings() -> Iterator[Finding]:
    from jikimi.service.checks.database import check_database
    from jikimi.service.checks.finding import missing, ok
    from jikimi.service.checks.folders import check_folders
    from jikimi.service.checks.key import check_key
    from jikimi.service.checks.machine import check_machine
    from jikimi.service.checks.reaching import check_reaching
    from jikimi.service.config import ConfigError, load
    from jikimi.service.paths import config_file

    yield from check_folders()
    yield from check_key()
    try:
        config = load()
    except ConfigError as error:
        yield missing("configuration", str(error))
        return
    if config_file().exists():
        yield ok("configuration", f"{config_file()} is understood.")
    else:
        yield missing("configuration", f"There is no {config_file()} yet. docs/operators.md shows one.")
    yield from check_database()
    yield from check_reaching(config)
    yield from check_machine(config)
