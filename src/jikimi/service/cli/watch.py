"""`jikimi watch`: visits the rooms and says what it finds."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.plain_errors import plain_errors


def register(app: typer.Typer) -> None:
    app.command("watch")(watch)


def watch(
    once: Annotated[bool, typer.Option("--once", help="Visit every room that is due, then end.")] = False,
    show_addresses: Annotated[
        bool, typer.Option("--show-addresses", help="Also print where each sighting is.")
    ] = False,
) -> None:
    """Visit the rooms that are due, find copies and altered versions, and print a line for each.

    Nothing is watched before `jikimi authority record`. Ends well on Ctrl-C.

    Exit status with --once: 0 everything that was due is done, 3 something could not be done (it is said
    what; the rest was done all the same), 2 nothing could be done.
    """
    with plain_errors():
        from functools import partial

        from jikimi.service.config import load
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.loops.run import run
        from jikimi.service.loops.watch import watch as watch_loop
        from jikimi.service.voice import end_of_once, voice

        told = voice(show_addresses=show_addresses)
        run(partial(watch_loop, once=once), load(), told)
        if once:
            end_of_once(told)
