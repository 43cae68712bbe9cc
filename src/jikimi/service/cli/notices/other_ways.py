"""`jikimi notices other-ways`: further ways to ask the same place."""

from __future__ import annotations

from typing import Annotated

import typer

from jikimi.service.cli.notices.app import Id, NameMayBeShown, notices, ready_with
from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors


@notices.command("other-ways")
def other_ways_of(
    id_: Id,
    take: Annotated[int | None, typer.Option(help="Ask by this way too, by its number.")] = None,
    name_may_be_shown: NameMayBeShown = False,
    work: Annotated[
        str, typer.Option(help="Copyright: which photograph it is and who took it. It stands in the letter.")
    ] = "",
    language: Annotated[
        str | None, typer.Option(help="en or ko; without it, one that the place reads.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """The other ways to ask the same place, each for some cases only; with --take, ask by one of them."""
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead

        letterhead = make_letterhead(load())
        actor, notice = ready_with(id_)
        from django.utils import timezone

        from jikimi.service.notice_lines import asked, asked_lines
        from jikimi.service.other_ways import as_object, in_words
        from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
        from jikimi.takedown.refusals import Refused

        if take is None:
            found = other_ways(notice, letterhead)
            say(as_object(found), [in_words(found)], as_json=as_json)
            return
        try:
            made = ask_another_way(
                actor,
                notice,
                way=take,
                name_may_be_shown=name_may_be_shown,
                work=work,
                language=language,
                letterhead=letterhead,
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        told = [asked(one) for one in made]
        say({"notices": told}, asked_lines(told), as_json=as_json)
