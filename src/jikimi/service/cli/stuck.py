"""`jikimi stuck`: everything that needs a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.plain_errors import plain_errors
from jikimi.service.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jikimi.takedown.stuck.item import Stuck

# More would not be read; what is resolved makes room for what follows.
SHOWN = 30
THINGS = ("sighting", "link", "answer", "room", "process")


def register(app: typer.Typer) -> None:
    app.command("stuck")(stuck)


def stuck(
    everything: Annotated[bool, typer.Option("--all", help=f"Not only the first {SHOWN}.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """Everything that needs a person, the most urgent first, each with the commands that resolve it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=False)
        from django.utils import timezone

        from jikimi.service.stuck import as_data
        from jikimi.service.stuck import stuck as all_stuck
        from jikimi.service.who import helper

        now = timezone.now()
        found = all_stuck(helper(), now)
        if as_json:
            told = {"at": now.isoformat(timespec="seconds"), "stuck": [as_data(one) for one in found]}
            typer.echo(json.dumps(told, ensure_ascii=False))
            return
        for line in _lines(found, len(found) if everything else SHOWN):
            typer.echo(line)


def _lines(found: Sequence[Stuck], shown: int) -> Iterator[str]:
    if not found:
        yield _("Nothing needs a person.")
    for one in found[:shown]:
        line = (
            _("{what}: {subject}, case {case}, since {at}")
            if one.case
            else _("{what}: {subject}, since {at}")
        )
        what, at = _(one.urgency.name.replace("_", " ")), f"{one.since:%Y-%m-%d %H:%M} UTC"
        yield line.format(what=what, subject=_subject(one.subject), case=one.case, at=at)
        yield f"  {_(one.why)}"
        for command in one.do:
            yield f"    {command}"
    if len(found) > shown:
        yield _("And {count} more: jikimi stuck --all").format(count=len(found) - shown)


def _subject(subject: str) -> str:
    """`link 7`: the thing in her language, its number as it is."""
    thing, _space, number = subject.rpartition(" ")
    return f"{_(thing)} {number}" if thing in THINGS else _(subject)
