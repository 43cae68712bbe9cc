"""`jikimi notices sheet`: the text for a platform's form."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, notices, ready_with
from jikimi.service.cli.say import say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jikimi.cases.actor import Actor
    from jikimi.takedown.actions.show_sheet import Sheet
    from jikimi.takedown.models import Notice

_WARNED = {
    "name may be shown": "The uploader may be shown the sender's name, and it may be published.",
    "own name": "The person's own name stands in it. It is erased here once the number is written down.",
    "to be confirmed": "Nobody has confirmed yet that this is the right form. Look before you send.",
    "boxes to be confirmed": (
        "Nobody has confirmed yet what the form calls its boxes. Compare the names before you send."
    ),
}


@notices.command("sheet")
def sheet(
    id_: Id,
    page: Annotated[
        bool, typer.Option("--page", help="Show it in your browser, with copy buttons; for some minutes.")
    ] = False,
    minutes: Annotated[int, typer.Option(min=1, max=120, help="How long --page stays open")] = 15,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, nothing else.")] = False,
) -> None:
    """The exact text for each box of the platform's form. Prints addresses. The notice stays "not sent"."""
    with plain_errors():
        actor, notice = ready_with(id_, "sheet" if page else "engine")
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.show_sheet import show_sheet
        from jikimi.takedown.refusals import Refused

        letterhead = make_letterhead(load())

        def read() -> Sheet:
            return show_sheet(actor, notice, letterhead=letterhead, now=timezone.now())

        try:
            shown = read()
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        if page:
            _in_the_browser(actor, notice, read, minutes, as_json=as_json)
        else:
            say(asdict(shown), _boxes(shown), as_json=as_json)


def _in_the_browser(
    actor: Actor, notice: Notice, read: Callable[[], Sheet], minutes: int, *, as_json: bool
) -> None:
    from django.utils import timezone

    from jikimi.desk.one_sheet import OneSheet
    from jikimi.service.sheet_page import SheetPage
    from jikimi.takedown.actions.record_form_receipt import record_form_receipt

    def record(number: str, words: str) -> None:
        record_form_receipt(actor, notice, reference=number, words=words, now=timezone.now())

    one = OneSheet(read, record)
    shown = SheetPage(one)
    until = f"It opens once. It closes in {minutes} minutes, or now with Ctrl and C."
    say({"open": shown.address, "minutes": minutes}, [f"Open in your browser: {shown.address}", until],
        as_json=as_json)  # fmt: skip
    with suppress(KeyboardInterrupt):
        shown.show(minutes * 60)
    notice.refresh_from_db()
    ended = f"{notice.public_id}: {notice.state}. The page is closed."
    say({"notice": notice.public_id, "state": str(notice.state)}, [ended], as_json=as_json)


def _boxes(shown: Sheet) -> Iterator[str]:
    yield f"{shown.notice_id}. The form is at: {shown.where}"
    for warned in shown.warnings:
        yield f"! {_WARNED[warned]}"
    for number, box in enumerate(shown.fields, start=1):
        yield ""
        yield f"--- {number}. {box.label} ---"
        yield box.text
    yield ""
    yield "Not sent yet. When the form has given you a number, record it:"
    yield f"jikimi notices receipt {shown.notice_id} --reference NUMBER"
