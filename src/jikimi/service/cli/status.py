"""`jikimi status`: how things stand."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from jikimi.service.plain_errors import plain_errors


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """Say how things stand: what waits for a person first, then cases, rooms, notices, links, processes."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=False)
        from jikimi.service.standing import standing
        from jikimi.service.standing_words import in_words

        stands = standing()
        typer.echo(json.dumps(stands) if as_json else "\n".join(in_words(stands)))
