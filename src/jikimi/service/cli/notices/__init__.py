"""`jikimi notices` and its commands, one a file."""

from __future__ import annotations

from importlib import import_module

import typer

from jikimi.service.cli.notices.app import notices

IN_THE_ORDER_OF_HELP = (
    "list_all",
    "show",
    "resolve",
    "bounce",
    "answered",
    "again",
    "send",
    "hold",
    "release",
    "other_ways",
    "drop",
    "sheet",
    "receipt",
    "let_go",
    "remind",
    "breach_pack",
    "retract",
)


def register(app: typer.Typer) -> None:
    for command in IN_THE_ORDER_OF_HELP:
        import_module(f"{__name__}.{command}")
    app.add_typer(notices, name="notices")
