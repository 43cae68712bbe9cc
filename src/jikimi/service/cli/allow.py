"""`jikimi allow`: places where the person's photographs may be."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors


def register(app: typer.Typer) -> None:
    app.command("allow")(allow)


def allow(
    place: Annotated[
        str, typer.Argument(help="https://school.example/page, a room's address, or @name:server")
    ],
    case: Annotated[str, typer.Option(help="The number of the case")],
    whole_site: Annotated[bool, typer.Option(help="Yes, everything on this website.")] = False,
    remove: Annotated[
        bool, typer.Option(help="No longer allow it: what is found there alarms again.")
    ] = False,
    *,
    as_json: AsJson = False,
) -> None:
    """Name a place where her photographs may be: her own account, the school's page. Nothing there alarms."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.actions.allow_place import allow_place
        from jikimi.cases.actions.forbid_place import forbid_place
        from jikimi.cases.places import NotAPlace, WholeSite
        from jikimi.service.choose_case import case_of
        from jikimi.service.who import helper

        actor = helper()
        found = case_of(actor, case)
        try:
            if remove:
                was_allowed = forbid_place(actor, found, place)
            else:
                allow_place(actor, found, place, whole_site=whole_site)
        except WholeSite as error:
            raise CouldNot(f"{error} Add --whole-site if you mean all of it.") from None
        except NotAPlace as error:
            raise CouldNot(str(error)) from None
        if remove and not was_allowed:
            raise CouldNot(f"This place was not allowed in case {found.number}.")
        line = (
            "No longer allowed in case {}."
            if remove
            else "Allowed in case {}: nothing found there will alarm."
        )
        say({"case": found.number, "allowed": not remove}, [line.format(found.number)], as_json=as_json)
