"""`jikimi serve`: everything at once."""

from __future__ import annotations

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve() -> None:
    """Run the door, the desk, watch and work until Control-C."""
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.prepare import ready
        from jikimi.service.serving import alone
        from jikimi.service.supervisor import Supervisor

        config = load()
        ready()
        with alone() as first:
            if not first:
                raise CouldNot("`jikimi serve` is already running on this data folder.")
            Supervisor(config, typer.echo).run()
