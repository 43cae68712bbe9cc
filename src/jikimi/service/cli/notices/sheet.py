"""`jikimi notices sheet`: the text for a platform's form."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, notices, ready_with
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jikimi.takedown.actions.show_sheet import Sheet


@notices.command("sheet")
def sheet(
    id_: Id,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """The exact text for each box of the platform's form. Prints addresses. The notice stays "not sent"."""
    with plain_errors():
        actor, notice = ready_with(id_)
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.show_sheet import show_sheet
        from jikimi.takedown.refusals import Refused

        try:
            shown = show_sheet(actor, notice, letterhead=make_letterhead(load()), now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        typer.echo(json.dumps(asdict(shown), ensure_ascii=False) if as_json else "\n".join(_boxes(shown)))


def _boxes(shown: Sheet) -> Iterator[str]:
    yield f"{shown.notice_id}. The form is at: {shown.where}"
    for number, box in enumerate(shown.fields, start=1):
        yield ""
        yield f"--- {number}. {box.label} ---"
        yield box.text
    yield ""
    yield "Not sent yet. When the form has given you a number, record it:"
    yield f"jikimi notices receipt {shown.notice_id} --reference NUMBER"
