"""`jikimi scan`: look through a place for a few photographs, with nothing set up before."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from jikimi.service.scan.for_matrix import ForMatrix
    from jikimi.service.scan.show import Screen
    from jikimi.service.scan.tally import Tally

NOTHING_FOUND, FOUND, COULD_NOT, INTERRUPTED = 0, 1, 2, 130


def register(app: typer.Typer) -> None:
    app.command("scan")(scan)


def scan(  # noqa: PLR0917 (one parameter a command line option)
    place: Annotated[
        str,
        typer.Argument(
            help="A folder of pictures and videos; a Telegram Desktop export (the folder with "
            "result.json); or a public Matrix room, matrix://server/#room:server."
        ),
    ],
    photos: Annotated[Path, typer.Option(help="The folder with the photos to look for.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, and nothing else.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Pictures read at once, and as many videos. 0.1 GB each.")
    ] = len(os.sched_getaffinity(0)),
    homeserver: Annotated[
        str | None, typer.Option(help="Matrix: where the homeserver answers, if its name does not tell.")
    ] = None,
    allow_loopback: Annotated[
        list[str] | None, typer.Option(help="Matrix: a host:port of this machine that may be asked.")
    ] = None,
) -> None:
    """Look through a place for copies and altered versions of a few photos.

    No account and no database: the photos are read, turned into fingerprints in memory, and forgotten. For a
    Matrix room that asks for an account, put its token into JIKIMI_MATRIX_TOKEN. Names beginning with a dot
    are left out. Author tags tell one author from another within one place; they are not names. Where
    JIKIMI_SSCD_MODEL names an SSCD model, it proposes photos as well: docs/operators.md.

    Exit status: 0 nothing was found, 1 something was found, 2 it could not be done, or not whole (it did not
    come to its end, a photo could not be looked for, this machine failed at a file) and nothing was found so
    far, 130 stopped by Ctrl-C.
    """
    from jikimi.service.scan.for_matrix import ForMatrix
    from jikimi.service.scan.show import Screen

    token = os.environ.get("JIKIMI_MATRIX_TOKEN") or None
    matrix = ForMatrix(token, homeserver, allow_loopback or ())
    with Screen(place, as_json=as_json) as screen:
        status = _scan(place, photos, processes, matrix, screen)
    raise typer.Exit(status)


def _scan(place: str, photos: Path, processes: int, matrix: ForMatrix, screen: Screen) -> int:
    import asyncio
    from traceback import extract_tb

    from jikimi.service.config import ConfigError
    from jikimi.service.plain_errors import CouldNot
    from jikimi.service.scan.run import scan as look_through
    from jikimi.service.scan.show import ReaderGone
    from jikimi.service.scan.tally import Tally

    tally = Tally()
    named = os.environ.get("JIKIMI_SSCD_MODEL")
    model = Path(named) if named else None
    try:
        try:
            asyncio.run(
                look_through(
                    place,
                    photos,
                    processes=processes,
                    matrix=matrix,
                    show=screen,
                    tally=tally,
                    sscd_model=model,
                )
            )
        except KeyboardInterrupt:
            tally.stopped = "it was stopped by Ctrl-C."
            screen.summary(tally)
            return INTERRUPTED
        except (CouldNot, ConfigError) as error:
            screen.say(str(error))
            return COULD_NOT
        except ReaderGone:
            raise
        except Exception as unforeseen:
            # Python would end with 1, which here says that something was found.
            place_in_code = extract_tb(unforeseen.__traceback__)[-1]
            what = f"{type(unforeseen).__name__} in {place_in_code.name}, line {place_in_code.lineno}"
            tally.stopped = f"something unforeseen went wrong ({what}): a mistake of the program."
            screen.summary(tally)
            return _status(tally)
        screen.summary(tally)
    except ReaderGone:
        _close_standard_output()
        screen.say("Stopped: nobody reads the results any more, or they cannot be written.")
        return COULD_NOT
    return _status(tally)


def _status(tally: Tally) -> int:
    if tally.found:
        return FOUND
    not_whole = tally.stopped or not tally.looked_at or tally.refused_photos or tally.given_up
    return COULD_NOT if not_whole else NOTHING_FOUND


def _close_standard_output() -> None:
    """Python would complain at its end that it cannot flush."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
