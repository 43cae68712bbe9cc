"""`jikimi consent`: what the person said yes to."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import plain_errors

consents = typer.Typer(help="Write down what the person said yes to, or took back.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="The number of the case, such as 26-0001")]
Kinds = Annotated[
    str,
    typer.Argument(help="watch, ask_platforms, share_with_platforms, give_to_police (with commas between)"),
]


def register(app: typer.Typer) -> None:
    app.add_typer(consents, name="consent")


@consents.command("give")
def give(number: Number, kinds: Kinds, as_json: AsJson = False) -> None:
    """Write down a yes."""
    with plain_errors():
        from jikimi.service.consents import read_consents

        given = read_consents(kinds)
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.actions.give_consent import give_consent
        from jikimi.service.choose_case import case_of
        from jikimi.service.who import helper

        actor = helper()
        case = case_of(actor, number)
        for kind in given:
            give_consent(actor, case, kind)
        line = f"Case {case.number}: yes to {', '.join(given)}."
        say({"case": case.number, "given": [str(kind) for kind in given]}, [line], as_json=as_json)


@consents.command("withdraw")
def withdraw(number: Number, kinds: Kinds, as_json: AsJson = False) -> None:
    """Write down that a yes was taken back. Here it works at once; what was handed out is only asked back."""
    with plain_errors():
        from jikimi.service.consents import read_consents

        taken_back = read_consents(kinds)
        from jikimi.service.prepare import ready

        ready()
        from jikimi.cases.actions.withdraw_consent import withdraw_consent
        from jikimi.service.choose_case import case_of
        from jikimi.service.who import helper

        actor = helper()
        case = case_of(actor, number)
        there = {str(kind): bool(withdraw_consent(actor, case, kind)) for kind in taken_back}
        lines = [
            f"Case {case.number}: {kind} {'is taken back' if was else 'had not been given'}."
            for kind, was in there.items()
        ]
        if "watch" in taken_back:
            lines.append("Her photos are out of the bank, and what was kept of them is erased.")
        say({"case": case.number, "taken_back": there}, lines, as_json=as_json)
