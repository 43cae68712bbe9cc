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

    Exit status with --once: 0 everything that was due is done, 3 something could not be done (it is said
    what; the rest was done all the same), 2 nothing could be done.
    """
    with plain_errors():
        from functools import partial

        from jikimi.service.config import load
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.loops.run import run
        from jikimi.service.loops.work import work as work_loop
        from jikimi.service.voice import end_of_once, voice

        told = voice(show_addresses=show_addresses)
        run(partial(work_loop, once=once), load(), told)
        if once:
            end_of_once(told)
