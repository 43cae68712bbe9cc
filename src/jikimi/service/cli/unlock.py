"""`jikimi unlock`: the engine's key, behind seven words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from jikimi.seal.keyring import KeyPlaces


def register(app: typer.Typer) -> None:
    app.command("unlock")(unlock)


def unlock(
    new: Annotated[bool, typer.Option("--new", help="Draw new words and lock the key behind them.")] = False,
) -> None:
    """Unlock the engine's key until this machine restarts. The words come from the terminal or from stdin."""
    with plain_errors():
        from jikimi.seal import unlock as sealing
        from jikimi.seal.keyring import KeyPlaces
        from jikimi.service.in_memory import lies_in_memory

        places = KeyPlaces.from_environment()
        if new:
            _lock_with_new_words(places)
        else:
            sealing.unlock(places, _read_words())
        typer.echo("The engine's key is unlocked until this machine restarts.", err=True)
        if not lies_in_memory(places.runtime):
            typer.echo(
                f"Note: {places.runtime} lies on a disk, so the key stays there after a restart. Set "
                "JIKIMI_RUNTIME to a folder in memory.",
                err=True,
            )


def _lock_with_new_words(places: KeyPlaces) -> None:
    from jikimi.seal import unlock as sealing
    from jikimi.seal.passphrase import new_passphrase, normal_passphrase

    key = sealing.key_to_lock(places)
    words = new_passphrase()
    typer.echo("Write these seven words on paper, and keep it apart from this machine:", err=True)
    typer.echo(words)
    if sys.stdin.isatty() and normal_passphrase(_read_words()) != words:
        raise CouldNot("Those were other words. Nothing was changed; begin again for new ones.")
    sealing.lock(places, key, words)
    typer.echo("Without them, and without an unlocked copy, nothing in the database can be opened.", err=True)


def _read_words() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass("The seven words: ")
    return sys.stdin.readline(400)
