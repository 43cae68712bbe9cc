"""`jikimi backup`: a copy of the database, without any key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jikimi.service.plain_errors import plain_errors


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to make. An existing one is never overwritten.")],
    to: Annotated[
        str, typer.Option(help="An age recipient (age1...): only its identity opens the file.")
    ] = "",
) -> None:
    """Copy the database into one file, while everything goes on. The engine's key is not in it.

    Keep the key apart from it: without the key a backup cannot be read, with it and the key everything can.
    """
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=False)
        from django.db import connection

        from jikimi.service.backup.make import make_backup

        made = make_backup(connection.settings_dict, file.absolute(), to)
        typer.echo(f"{file}: {file.stat().st_size} bytes, {made.facts.entries} ledger entries, checked.")
        typer.echo(f"Head: {made.facts.head}")
        if made.checksum:
            typer.echo(f"Checksum of its content (SHA-256, also in the file itself): {made.checksum}")
        typer.echo("The engine's key is not in it. Keep the key elsewhere, and keep it safe.")
