"""`jikimi ways`: by which ways a platform is asked, in which order, and why."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from jikimi.service.plain_errors import CouldNot, plain_errors


def register(app: typer.Typer) -> None:
    app.command("ways")(ways)


def ways(
    platform: Annotated[
        str, typer.Argument(help="A platform, as its playbook is named; without it, all that were asked")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """The ways of asking a platform, the best first, with what was measured on how many notices."""
    with plain_errors():
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.service.prepare import ready

        ready(key=False)
        from jikimi.service.ways_words import fallen_sentence, way_as_data, way_line
        from jikimi.takedown.planner.history import history
        from jikimi.takedown.planner.plan import plan

        now = timezone.now()
        playbooks = make_letterhead(load()).playbooks
        past = history(now, platform or None)
        keys = [platform] if platform else sorted({asked for asked, _, _ in past})
        unknown = [key for key in keys if key not in playbooks.platforms]
        if platform and unknown:
            raise CouldNot(f"There is no playbook for {platform!r}: `jikimi playbooks check` names them all.")
        known = [playbooks.platforms[key] for key in keys if key in playbooks.platforms]
        planned = [(one, plan(one, playbooks, now, past)) for one in known]
        if as_json:
            typer.echo(json.dumps([way_as_data(one, way) for one, found in planned for way in found]))
            return
        if not planned:
            typer.echo("Nobody has been asked yet. `jikimi ways PLATFORM` shows what its playbook assumes.")
        for one, found in planned:
            order = "one after the other" if one.order == "sequence" else "all at once"
            typer.echo(f"{one.name} ({one.key}), {order}:")
            for number, way in enumerate(found, start=1):
                typer.echo(f"  {number}. {way_line(way)}")
                if way.fallen:
                    typer.echo(f"     ! {fallen_sentence(one, way)}")
