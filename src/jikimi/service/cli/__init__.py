"""The command line. Every module here with a `register(app)` adds its command."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from typing import Annotated, Literal

import typer

from jikimi.service.usage import run
from jikimi.service.words import speak

app = typer.Typer(
    name="jikimi",
    help="Finds a photograph, and what was made from it, and sees to it that it is taken down.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _everything(
    language: Annotated[
        Literal["en", "ko", "ur"] | None,
        typer.Option(help="The language in which the command line speaks to you."),
    ] = None,
) -> None:
    if language:
        speak(language)
    # What we write is ours alone to read.
    os.umask(0o077)


def _register_all() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"{__name__}.{module.name}")
        if hasattr(loaded, "register"):
            loaded.register(app)


def main() -> None:
    _register_all()
    sys.exit(run(app))
