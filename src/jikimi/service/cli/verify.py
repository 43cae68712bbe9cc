"""`jikimi verify ledger`: is the history whole?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors

verifying = typer.Typer(help="Check what was remembered.", no_args_is_help=True)

NOT_WHOLE = 1


def register(app: typer.Typer) -> None:
    app.add_typer(verifying, name="verify")


@verifying.callback()
def _verify() -> None:
    """Keeps `ledger` a word of its own even while it is the only one."""


@verifying.command("ledger")
def ledger(
    head: Annotated[
        str, typer.Option(help="A head that was noted earlier: it must still be in the ledger.")
    ] = "",
) -> None:
    """Check the whole history, entry by entry. Exit status 1 if it is not whole.

    Cutting off the newest entries leaves a whole chain: only a head noted elsewhere, given with --head,
    shows that. Note the head that this prints, away from this machine.
    """
    with plain_errors():
        verified = _verified(head.strip().lower())
        typer.echo(f"{verified.count} {'entry' if verified.count == 1 else 'entries'}. Head: {verified.head}")
        for problem in verified.problems[:20]:
            typer.echo(problem.sentence, err=True)
        if verified.problems:
            first = verified.problems[0].seq
            typer.echo(f"The ledger is NOT whole, from entry {first} on. Keep everything as it is.", err=True)
            raise typer.Exit(NOT_WHOLE)
        typer.echo("The ledger is whole." if not head else "The ledger is whole, and holds the noted head.")


def _verified(head: str) -> Any:
    if head and (len(head) != 64 or set(head) - set("0123456789abcdef")):
        raise CouldNot("A head has 64 digits from 0 to f, as this command prints it.")
    from jikimi.service.prepare import ready

    ready(key=False)
    from jikimi.cases.queries import ledger_entries, ledger_head
    from jikimi.ledger.verify import Problem, verify
    from jikimi.service.who import operator

    noted_seq, noted_hash = ledger_head()
    verified = verify(ledger_entries(operator()), expected_head=head or None)
    # Entries may have been added since; they come after the noted end, so `<` alone means a loss.
    if verified.count < noted_seq or (verified.count == noted_seq and verified.head != noted_hash):
        verified.problems.append(
            Problem(
                verified.count + 1, f"The database remembers {noted_seq} entries, {verified.count} are there."
            )
        )
    return verified
