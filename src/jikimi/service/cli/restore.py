"""`jikimi restore`: a backup in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors


def register(app: typer.Typer) -> None:
    app.command("restore")(restore)


def restore(
    file: Annotated[Path, typer.Argument(help="What `jikimi backup` made")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the database that is there.")] = False,
    identity: Annotated[Path | None, typer.Option(help="The age identity of an encrypted backup")] = None,
) -> None:
    """Put a backup in the place of the database. The old one is kept.

    Notices that were waiting when the backup was made may have been sent since: they become `unknown`, and
    a person decides about each.
    """
    with plain_errors():
        from jikimi.service.serving import alone

        _prepare()
        with alone() as first:
            if not first:
                raise CouldNot("`jikimi serve` is running. End it first.")
            _restore(file, replace, identity)


def _prepare() -> None:
    from jikimi.seal.private_file import private_folder
    from jikimi.service.django_setup import django_setup
    from jikimi.service.paths import home_folder

    private_folder(home_folder())
    django_setup()


def _restore(file: Path, replace: bool, identity: Path | None) -> None:
    from django.conf import settings
    from django.db import connections

    from jikimi.service.backup.restore import restore as put_back

    result = put_back(
        settings.DATABASES["default"],
        file.absolute(),
        replace=replace,
        identity=identity,
        key_id=_key_id(),
    )
    if not result.proven:
        typer.echo(
            "Warning: this backup has no checksum (an older Jikimi made it, or its end was lost). Its "
            "database and its history were checked; damage elsewhere in it would not have been noticed.",
            err=True,
        )
    connections.close_all()
    held = _hold_back()
    typer.echo(f"Restored: {result.facts.entries} ledger entries, head {result.facts.head}")
    if result.kept:
        typer.echo(f"The old database is kept: {result.kept}")
    if held:
        typer.echo(f"{held} notices may have been sent since the backup. `jikimi status` shows them.")


def _hold_back() -> int:
    from jikimi.service.prepare import ready

    ready(key=False)
    from jikimi.service.who import operator
    from jikimi.takedown.actions.hold_back_restored import hold_back_restored

    return hold_back_restored(operator())


def _key_id() -> str:
    from jikimi.seal.errors import KeyMissing
    from jikimi.seal.keyring import KeyPlaces, find_key

    try:
        return find_key(KeyPlaces.from_environment()).id.hex()
    except KeyMissing:
        return ""
