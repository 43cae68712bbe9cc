"""`jikimi figures`: what can be shown to others, with nobody in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors

figures = typer.Typer(help="Figures that can be shown to others: nobody is in them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(figures, name="figures")


@figures.callback()
def _group() -> None:
    # Without it, the only command would take the group's place.
    return


@figures.command("takedown")
def takedown(
    as_csv: Annotated[bool, typer.Option("--csv", help="A table with a line for each number.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
    svg: Annotated[Path | None, typer.Option(help="A folder for a picture of each curve")] = None,
) -> None:
    """By platform, way and law: notices, receipts, refusals, how long until gone, what came back, silence."""
    with plain_errors():
        if as_csv and as_json:
            raise CouldNot("Choose one of --csv and --json.")
        from django.utils import timezone

        from jikimi.service.prepare import ready

        ready(key=False)
        from jikimi.insight.takedown import as_data, as_text
        from jikimi.insight.takedown.figures import figures as count
        from jikimi.service.who import helper

        found = count(helper(), timezone.now())
        if svg is not None:
            from jikimi.insight.takedown.as_svg import as_svg

            _write(svg, as_svg(found))
        if as_json:
            typer.echo(json.dumps(as_data.as_json(found)))
        elif as_csv:
            typer.echo(as_data.as_csv(found), nl=False)
        else:
            typer.echo("\n".join(as_text.as_text(found)))


def _write(folder: Path, pictures: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            (folder / name).write_text(picture, encoding="utf-8")
    except OSError as trouble:
        raise CouldNot(f"The pictures could not be written to {folder}: {trouble.strerror}.") from None
    typer.echo(
        f"{len(pictures)} curves in {folder}" if pictures else "No curve rests on enough cases.", err=True
    )
