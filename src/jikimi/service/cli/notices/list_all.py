"""`jikimi notices list`: every notice."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from jikimi.service.cli.notices.app import notices
from jikimi.service.plain_errors import plain_errors

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")]


@notices.callback(invoke_without_command=True)
def _list_by_default(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_all(as_json)


@notices.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Every notice, the newest last; those that need a person are marked."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.standing import fallen
        from jikimi.service.who import helper
        from jikimi.takedown.queries import NEED_A_PERSON, notices_visible_to

        found = [
            {
                "notice": notice.public_id,
                "case": notice.case.number,
                "platform": notice.platform,
                "law": notice.law,
                "route": notice.route,
                "state": str(notice.state),
                "reason": notice.reason,
                "needs_a_person": notice.state in NEED_A_PERSON and not notice.let_go_at,
            }
            for notice in notices_visible_to(helper())
        ]
        ways = [way["words"] for way in fallen()]
        if as_json:
            typer.echo(json.dumps({"notices": found, "ways_that_stopped_working": ways}, ensure_ascii=False))
            return
        for one in found:
            mark = "! " if one["needs_a_person"] else "  "
            line = f"{mark}{one['notice']}  case {one['case']}  {one['route']}: {one['state']}"
            typer.echo(f"{line}. {one['reason']}" if one["reason"] else line)
        if not found:
            typer.echo("No notice has been written yet.")
        for words in ways:
            typer.echo(f"! {words}")
