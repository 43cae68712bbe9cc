"""`jikimi consent`: what the person said yes to."""

from __future__ import annotations

from typing import Annotated

import typer

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
def give(number: Number, kinds: Kinds) -> None:
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
        typer.echo(f"Case {case.number}: yes to {', '.join(given)}.")


@consents.command("withdraw")
def withdraw(number: Number, kinds: Kinds) -> None:
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
        for kind in taken_back:
            there = withdraw_consent(actor, case, kind)
            words = "is taken back" if there else "had not been given"
            typer.echo(f"Case {case.number}: {kind} {words}.")
        if "watch" in taken_back:
            typer.echo("Her photos are out of the bank, and what was kept of them is erased.")
