"""`jikimi notices list`: every notice."""

from __future__ import annotations

import typer

from jikimi.service.cli.notices.app import notices
from jikimi.service.cli.say import AsJson, OfCase, say
from jikimi.service.plain_errors import plain_errors


@notices.callback(invoke_without_command=True)
def _list_by_default(context: typer.Context, case: OfCase = "", as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_all(case, as_json)


@notices.command("list")
def list_all(case: OfCase = "", as_json: AsJson = False) -> None:
    """Every notice, the newest last; those that need a person are marked."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.choose_case import case_of
        from jikimi.service.notice_lines import brief, brief_line
        from jikimi.service.standing import fallen
        from jikimi.service.who import helper
        from jikimi.takedown.queries import notices_visible_to

        actor = helper()
        visible = notices_visible_to(actor)
        found = [brief(one) for one in (visible.filter(case=case_of(actor, case)) if case else visible)]
        ways = [way["words"] for way in fallen()]
        lines = [brief_line(one) for one in found] or ["No notice has been written yet."]
        lines += [f"! {words}" for words in ways]
        say({"notices": found, "ways_that_stopped_working": ways}, lines, as_json=as_json)
