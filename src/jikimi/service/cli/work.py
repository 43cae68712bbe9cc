"""`jikimi work`: sends what is due, looks at links, reads again, searches the past, forgets."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.plain_errors import plain_errors


def register(app: typer.Typer) -> None:
    app.command("work")(work)


def work(
    once: Annotated[bool, typer.Option("--once", help="Do everything that is due, then end.")] = False,
    show_addresses: Annotated[
        bool, typer.Option("--show-addresses", help="Also print where each sighting is.")
    ] = False,
) -> None:
    """Send notices that are due, look whether links are gone, search the past, forget what has expired.

    Ends well on Ctrl-C: a letter that is being sent is finished first.
    """
    with plain_errors():
        from functools import partial

        from jikimi.service.config import load
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.loops.run import run
        from jikimi.service.loops.work import work as work_loop
        from jikimi.service.voice import voice

        run(partial(work_loop, once=once), load(), voice(show_addresses=show_addresses))
