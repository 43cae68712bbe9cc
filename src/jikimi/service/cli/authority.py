"""`jikimi authority`: under which law the centre may fetch such content."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors

authority = typer.Typer(
    help="Under which law the centre may fetch such content. Without it nothing is watched.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    app.add_typer(authority, name="authority")


@authority.command("record")
def record(
    country: Annotated[str, typer.Option(help="The country whose law is meant, as two letters: KR, DE, US")],
    basis: Annotated[str, typer.Option(help="In a sentence or two, what the authority rests on")],
) -> None:
    """Write down what the centre relies on. See docs/legal-basis.md for what belongs in it."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from django.utils import timezone

        from jikimi.service.who import operator
        from jikimi.watch.actions.record_authority import record_authority
        from jikimi.watch.refusals import Refused

        try:
            made = record_authority(operator(), country=country, basis=basis, now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        typer.echo(f"Authority {made.pk} ({made.country}) is recorded. Watching may begin.")


@authority.command("list")
def list_all() -> None:
    """Every authority that is in force."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready(key=False)
        from jikimi.watch.queries import authorities

        standing = list(authorities())
        for one in standing:
            since = f"since {one.recorded_at:%Y-%m-%d}, by {one.recorded_by}"
            typer.echo(f"{one.pk}  {one.country}  {since}: {one.basis}")
        if not standing:
            typer.echo("None is recorded, so nothing is watched.")


@authority.command("end")
def end(number: Annotated[int, typer.Argument(help="Its number, as `authority list` gives it")]) -> None:
    """The centre no longer relies on it. When the last one ends, watching stops at the next visit."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from django.utils import timezone

        from jikimi.service.who import operator
        from jikimi.watch.actions.record_authority import end_authority
        from jikimi.watch.queries import authorities
        from jikimi.watch.refusals import Refused

        try:
            end_authority(operator(), number, now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        left = authorities().count()
        typer.echo(f"Ended. {left} in force." if left else "Ended. None is left, so nothing is watched now.")
