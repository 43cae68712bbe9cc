"""`jikimi notices retract`: a notice was wrong, so whoever got it is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.cli.notices.app import Id, notices
from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from datetime import datetime

    from jikimi.takedown.letterhead import Letterhead
    from jikimi.takedown.models import Notice


@notices.command("retract")
def retract(
    id_: Id,
    why: Annotated[str, typer.Option(help="What was wrong. It rests sealed here and is not sent.")],
    only: Annotated[
        bool,
        typer.Option("--only", help="This one alone, not the others on the same ground, nor complaints."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again: send it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take back a notice that was wrong, by the way it went. Shows the words first and asks for your yes."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.service.who import helper
        from jikimi.takedown.actions.retract_notice import retract_notices
        from jikimi.takedown.queries import notice_by_id, resting_on_the_same
        from jikimi.takedown.refusals import Refused

        actor, letterhead, now = helper(), make_letterhead(load()), timezone.now()
        notice = notice_by_id(actor, id_)
        if notice is None:
            raise CouldNot("There is no such notice among yours.")
        all_of_it = resting_on_the_same(notice)
        wrong = [notice] if only else all_of_it
        if not yes:
            _ask(wrong, letterhead, now)
        try:
            made = retract_notices(actor, wrong, why=why, letterhead=letterhead, now=now)
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        lines = [f"{one.public_id}: {one.state}" for one in wrong]
        lines += [_taken_back_by(one) for one in made]
        left = _left(all_of_it, wrong)
        lines += [f"Still stands, and rests on the same: {_brief(one)}" for one in left]
        say(_as_json(wrong, made, left), lines, as_json=as_json)


def _left(all_of_it: list[Notice], wrong: list[Notice]) -> list[Notice]:
    """What stands yet; a complaint that was only prepared has gone with its notice."""
    for one in all_of_it:
        one.refresh_from_db(fields=["state"])
    return [one for one in all_of_it if one not in wrong and one.state not in ("withdrawn", "retracted")]


def _brief(notice: Notice) -> str:
    return f"{notice.public_id} by {notice.route}, {notice.state}"


def _taken_back_by(retraction: Notice) -> str:
    of = retraction.retracts.public_id if retraction.retracts else ""
    return f"{retraction.public_id} takes back {of} by {retraction.route}: {retraction.state}"


def _ask(wrong: list[Notice], letterhead: Letterhead, now: datetime) -> None:
    """Errors: CouldNot without a yes; nothing was changed then."""
    from jikimi.takedown.actions.retract_notice import WENT_OUT, retraction_words

    for notice in wrong:
        if notice.state not in WENT_OUT:
            typer.echo(f"{_brief(notice)}. It never arrived, so it is withdrawn without a letter.", err=True)
            continue
        subject, body = retraction_words(notice, letterhead, "JK-............", now)
        typer.echo(f"{_brief(notice)}. This would be sent:", err=True)
        typer.echo(f"\nSubject: {subject}\n\n{body}", err=True)
    if not sys.stdin.isatty():
        raise CouldNot("Nothing was sent: nobody is here to say yes. Read it, then add --yes.")
    if not typer.confirm("Send it?", default=False, err=True):
        raise CouldNot("Nothing was sent, and nothing was changed.")


def _as_json(wrong: list[Notice], made: list[Notice], left: list[Notice]) -> dict[str, list[dict[str, str]]]:
    return {
        "wrong": [{"notice": one.public_id, "state": str(one.state)} for one in wrong],
        "still_stands": [{"notice": one.public_id, "state": str(one.state)} for one in left],
        "retractions": [
            {"notice": one.public_id, "route": one.route, "state": str(one.state)} for one in made
        ],
    }
