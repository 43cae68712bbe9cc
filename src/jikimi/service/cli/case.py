"""`jikimi case`: open, list, look at and close cases."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Literal

import typer

from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors

cases = typer.Typer(help="Open, list, look at and close cases.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="The number of the case, such as 26-0001")]


def register(app: typer.Typer) -> None:
    app.add_typer(cases, name="case")


@cases.command("open")
def open_new(
    consent: Annotated[str, typer.Option(help="The yeses she gave, such as watch,ask_platforms")] = "",
    urgency: Annotated[Literal["now", "soon", "normal"], typer.Option(help="How urgent it is")] = "normal",
    as_json: AsJson = False,
) -> None:
    """Open a case and print its number."""
    with plain_errors():
        from django.db import transaction

        from jikimi.service.choose_case import new_case
        from jikimi.service.consents import ask_consents, read_consents
        from jikimi.service.prepare import ready
        from jikimi.service.who import helper

        consents = read_consents(consent) if consent else ask_consents()
        ready()
        actor = helper()
        with transaction.atomic():
            case = new_case(actor, consents, urgency)
        say(
            {"number": case.number, "consents": [str(kind) for kind in consents]},
            [case.number],
            as_json=as_json,
        )


@cases.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Every case of yours, with what is protected in it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=False)
        from jikimi.cases.queries import case_summaries
        from jikimi.service.who import helper

        summaries = case_summaries(helper())
        lines = [
            f"{one.number}  {one.state:<6}  {one.urgency:<6}  {one.photos} protected  {one.consents}"
            for one in summaries
        ]
        none = "There is no case yet. `jikimi case open` opens one."
        say([asdict(one) for one in summaries], lines or [none], as_json=as_json)


@cases.command("show")
def show(
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """One case: its yeses, its protected photos, its allowed places, and what you may have to report."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.queries import allowed_places, standing_consents, standing_fingerprints
        from jikimi.service.choose_case import case_of
        from jikimi.service.duties import as_objects, duties_to_show, in_words
        from jikimi.service.who import helper

        case = case_of(helper(), number)
        duties = duties_to_show()
        if as_json:
            shown = {
                "number": case.number,
                "state": case.state,
                "opened_at": case.opened_at.isoformat(),
                "consents": [str(kind) for kind in standing_consents(case)],
                "photos": [
                    {"number": one.pk, "kind": one.kind, "added_at": one.added_at.isoformat()}
                    for one in standing_fingerprints(case)
                ],
                "allowed_places": list(allowed_places(case)),
                "duties_to_report": as_objects(duties),
            }
            typer.echo(json.dumps(shown, ensure_ascii=False))
            return
        typer.echo(f"Case {case.number}: {case.get_state_display()}, opened {case.opened_at:%Y-%m-%d}")
        typer.echo(f"Yes to: {', '.join(standing_consents(case)) or 'nothing'}")
        for fingerprint in standing_fingerprints(case):
            typer.echo(f"Photo {fingerprint.pk}: {fingerprint.kind}, since {fingerprint.added_at:%Y-%m-%d}")
        for place in allowed_places(case):
            typer.echo(f"Allowed: {place}")
        for line in in_words(duties):
            typer.echo(line)


@cases.command("close")
def close(number: Number, as_json: AsJson = False) -> None:
    """Close a case: its photos leave the bank and are erased; its history stays."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.actions.close_case import close_case
        from jikimi.service.choose_case import case_of
        from jikimi.service.who import helper

        actor = helper()
        close_case(actor, case_of(actor, number))
        line = f"Case {number} is closed. Nothing is looked for in it any more."
        say({"number": number, "state": "closed"}, [line], as_json=as_json)


@cases.command("withdraw-photo")
def withdraw_photo(
    number: Number,
    photo: Annotated[int, typer.Argument(help="Its number, as `case show` gives it")],
    as_json: AsJson = False,
) -> None:
    """Take one photo out of the bank and erase what was kept of it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
        from jikimi.cases.queries import standing_fingerprints
        from jikimi.service.choose_case import case_of
        from jikimi.service.who import helper

        actor = helper()
        case = case_of(actor, number)
        found = standing_fingerprints(case).filter(pk=photo).first()
        if found is None or not withdraw_fingerprint(actor, found):
            raise CouldNot(f"There is no protected photo {photo} in case {case.number}.")
        line = f"Photo {photo} is no longer looked for; what was kept of it is erased."
        say({"number": case.number, "photo": photo, "state": "withdrawn"}, [line], as_json=as_json)
