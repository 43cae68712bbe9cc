"""`jikimi notices show`: one notice, its attempts, receipts, links, answers and words."""

from __future__ import annotations

from jikimi.service.cli.notices.app import Id, notices, ready_with
from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import plain_errors


@notices.command("show")
def show(id_: Id, as_json: AsJson = False) -> None:
    """One notice: its words, every attempt to send it, every receipt. Prints addresses."""
    with plain_errors():
        _actor, notice = ready_with(id_)
        from jikimi.service.notice_lines import whole, whole_lines

        told = whole(notice)
        say(told, whole_lines(told), as_json=as_json)
