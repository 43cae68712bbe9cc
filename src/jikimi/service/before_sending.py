"""What is asked on the command line before a notice goes out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Literal, overload

import typer

from jikimi.service.plain_errors import CouldNot
from jikimi.takedown.counting import zone

_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]
HoldUntil = Annotated[
    datetime | None,
    typer.Option(
        formats=_FORMATS, help="Held until then (by the centre's clock), where the police want a delay."
    ),
]
Words = Annotated[str, typer.Option(help="Your own words about it. They stay here.")]
ProofKept = Annotated[
    Literal["kept", "not-wanted"] | None,
    typer.Option(help="Is proof kept? A notice warns the uploader. Asked for where it is left out."),
]
LetterLanguage = Annotated[str | None, typer.Option(help="en or ko; without it, one that the place reads.")]
HoldDay = Annotated[
    datetime,
    typer.Option(
        formats=_FORMATS, help="A day, or a day and a time such as 2026-12-01T09:00, by the centre's clock."
    ),
]
_PROOF = (
    "A notice warns the uploader, who may delete what proves it. Is proof kept? Say --proof kept or "
    "--proof not-wanted; if the police want a delay, add --hold-until and a day."
)
_OWN_NAME = (
    "This law demands the person's own name in the letter. Whoever works at the platform reads it, and may "
    "pass it on; the uploader may learn it. It cannot be called back. Has she said yes to exactly this?"
)


def ask_about_proof() -> str:
    """Errors: CouldNot, where nobody sits before the terminal to answer."""
    if not sys.stdin.isatty():
        raise CouldNot(_PROOF)
    typer.echo("A notice warns the uploader, who may delete what proves it.")
    kept = typer.confirm("Is proof kept? (No: none is wanted)", default=None)
    return "kept" if kept else "not-wanted"


def ask_own_name() -> str:
    """From the terminal or standard input, never from the command: commands are remembered by shells.

    Errors: CouldNot.
    """
    if not sys.stdin.isatty():
        lines = [line.strip() for line in sys.stdin.read(4096).splitlines()]
        if len(lines) < 2 or lines[0].lower() != "yes":
            raise CouldNot(f"{_OWN_NAME} Give `yes` on a first line and the name on a second.")
        return lines[1]
    if not typer.confirm(_OWN_NAME, default=False):
        raise CouldNot("Nothing was sent.")
    name: str = typer.prompt("Her name, as it is to stand in the letter")
    return name


@overload
def in_utc(day: datetime, time_zone: str) -> datetime: ...
@overload
def in_utc(day: None, time_zone: str) -> None: ...
def in_utc(day: datetime | None, time_zone: str) -> datetime | None:
    """As the caseworker wrote it, by the clock on her wall. `time_zone` is the centre's."""
    return day.replace(tzinfo=zone(time_zone)).astimezone(UTC) if day else None
