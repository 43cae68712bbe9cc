"""`jikimi playbooks check`: whether laws and platforms can be used, and what somebody should look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jikimi.playbooks.law import Deadline
    from jikimi.playbooks.load import Playbooks
    from jikimi.playbooks.review import Finding, Review

playbooks = typer.Typer(help="The laws and platforms that notices follow.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(playbooks, name="playbooks")


@playbooks.callback()
def _group() -> None:
    """The laws and platforms that notices follow."""


@playbooks.command()
def check(
    folder: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of your own playbooks; without any, those named in jikimi.toml."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """Read every playbook; say what is wrong, unconfirmed, old. Exit status: 0 all can be used, 2 not."""
    import datetime as dt

    from jikimi.playbooks.load import load_all
    from jikimi.playbooks.problems import PlaybooksRefused
    from jikimi.playbooks.review import review
    from jikimi.service.config import ConfigError, load

    try:
        read = load_all(folder or load().playbooks)
    except (PlaybooksRefused, ConfigError) as refused:
        problems = refused.problems if isinstance(refused, PlaybooksRefused) else (str(refused),)
        if as_json:
            typer.echo(json.dumps({"usable": False, "problems": list(problems)}, ensure_ascii=False))
        else:
            typer.echo("\n".join(problems), err=True)
        raise typer.Exit(2) from None
    seen = review(read, dt.date.today())
    if as_json:
        typer.echo(json.dumps(_as_object(read, seen), ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(read, seen)))


def _lines(read: Playbooks, seen: Review) -> Iterator[str]:
    for law in read.laws.values():
        yield f"law       {law.key:24} {_time(law.deadline)}; notices in {', '.join(law.languages)}"
    for platform in read.platforms.values():
        ways = ", ".join(route.kind for route in platform.routes)
        what = "regulator" if platform.regulator else "platform "
        yield f"{what} {platform.key:24} {ways} ({platform.order})"
    for duty in read.duties.values():
        yield f"duty      {duty.key:24} {duty.country}: {duty.name}"
    for title, findings in (
        ("Compared with the text more than a year ago (compare it again, then set `checked_on`):", seen.old),
        ("Never compared with the text by anybody (compare it, then set `checked_on`):", seen.never_compared),
        (
            "To be confirmed by the centre (check it, then say so in a file of your own):",
            seen.to_be_confirmed,
        ),
    ):
        if findings:
            yield from ("", title, *(f"  {_finding(found)}" for found in findings))


def _time(deadline: Deadline) -> str:
    if deadline.hours:
        return f"{deadline.hours} h"
    if deadline.business_days:
        known = f"{len(deadline.holidays)} holidays listed" if deadline.holidays else "no holidays listed"
        return f"{deadline.business_days} business days ({known})"
    return "no number of hours"


def _finding(found: Finding) -> str:
    where = f"{found.file}, line {found.line}" if found.line else found.file
    parts = [where, found.place, found.checked_on.isoformat() if found.checked_on else ""]
    return ": ".join(part for part in parts if part)


def _as_object(read: Playbooks, seen: Review) -> dict[str, object]:
    return {
        "usable": True,
        "problems": [],
        "laws": [
            {
                "key": law.key,
                "hours": law.deadline.hours,
                "business_days": law.deadline.business_days,
                "languages": list(law.languages),
                "checked_on": law.checked_on.isoformat() if law.checked_on else None,
            }
            for law in read.laws.values()
        ],
        "platforms": [
            {
                "key": platform.key,
                "regulator": platform.regulator,
                "routes": [{"kind": route.kind, "law": route.law} for route in platform.routes],
                "languages": list(platform.languages),
                "checked_on": platform.checked_on.isoformat() if platform.checked_on else None,
            }
            for platform in read.platforms.values()
        ],
        "duties": [{"key": duty.key, "country": duty.country} for duty in read.duties.values()],
        "old": _found(seen.old),
        "never_compared": _found(seen.never_compared),
        "to_be_confirmed": _found(seen.to_be_confirmed),
    }


def _found(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        {
            "key": found.key,
            "file": found.file,
            "line": found.line,
            "place": found.place,
            "checked_on": found.checked_on.isoformat() if found.checked_on else None,
        }
        for found in findings
    ]
