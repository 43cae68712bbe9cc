"""`jikimi notices other-ways`: further ways to ask the same place."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from jikimi.service.cli.notices.app import Id, NameMayBeShown, notices, ready_with
from jikimi.service.plain_errors import CouldNot, plain_errors


@notices.command("other-ways")
def other_ways_of(
    id_: Id,
    take: Annotated[int | None, typer.Option(help="Ask by this way too, by its number.")] = None,
    name_may_be_shown: NameMayBeShown = False,
    work: Annotated[
        str, typer.Option(help="Copyright: which photograph it is and who took it. It stands in the letter.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """The other ways to ask the same place, each for some cases only; with --take, ask by one of them."""
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead

        letterhead = make_letterhead(load())
        actor, notice = ready_with(id_)
        from django.utils import timezone

        from jikimi.service.other_ways import as_object, in_words
        from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
        from jikimi.takedown.refusals import Refused

        if take is None:
            found = other_ways(notice, letterhead)
            typer.echo(json.dumps(as_object(found), ensure_ascii=False) if as_json else in_words(found))
            return
        try:
            made = ask_another_way(
                actor,
                notice,
                way=take,
                name_may_be_shown=name_may_be_shown,
                work=work,
                letterhead=letterhead,
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        if as_json:
            typer.echo(json.dumps({"notices": [one.public_id for one in made]}))
        else:
            for one in made:
                typer.echo(f"{one.public_id} by {one.route}: {one.state}. {one.reason}".strip())
