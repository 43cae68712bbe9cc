"""`jikimi notices show`: one notice, its attempts, receipts, links, answers and words."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jikimi.service.cli.notices.app import Id, notices, ready_with
from jikimi.service.plain_errors import plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jikimi.takedown.models import Notice


@notices.command("show")
def show(
    id_: Id,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """One notice: its words, every attempt to send it, every receipt. Prints addresses."""
    with plain_errors():
        _actor, notice = ready_with(id_)
        if as_json:
            typer.echo(json.dumps(_as_object(notice), ensure_ascii=False))
        else:
            typer.echo("\n".join(_lines(notice)))


def _as_object(notice: Notice) -> dict[str, Any]:
    from jikimi.takedown.answers import answers_to
    from jikimi.takedown.queries import attempts_of, outcomes_of, receipts_of

    return {
        "notice": notice.public_id,
        "case": notice.case.number,
        "platform": notice.platform,
        "law": notice.law,
        "route": notice.route,
        "destination": notice.destination,
        "state": str(notice.state),
        "reason": notice.reason,
        "decided_by": notice.decided_by,
        "made_at": _time(notice.made_at),
        "ground": notice.ground,
        "language": notice.language,
        "proof": notice.proof,
        "held_until": _time(notice.held_until),
        "attempts": [
            {
                "number": one.number,
                "begun_at": _time(one.begun_at),
                "outcome": str(one.outcome),
                "resolved_by": one.resolved_by,
                "words": one.words,
            }
            for one in attempts_of(notice)
        ],
        "receipts": [
            {
                "at": _time(one.at),
                "grade": one.grade,
                "reference": one.reference,
                "taken_back_at": _time(one.taken_back_at),
            }
            for one in receipts_of(notice)
        ],
        "links": [
            {
                "link": one.link_id,
                "outcome": str(one.outcome),
                "refusal": one.refusal,
                "since": _time(one.outcome_at),
            }
            for one in outcomes_of(notice)
        ],
        "answers": [
            {"answer": one.pk, "kind": str(one.kind), "at": _time(one.at), "way": str(one.way)}
            for one in answers_to(notice)
        ],
        "subject": notice.subject,
        "body": notice.body,
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _lines(notice: Notice) -> Iterator[str]:
    from jikimi.takedown.answers import answers_to
    from jikimi.takedown.queries import attempts_of, outcomes_of, receipts_of

    yield f"{notice.public_id} by {notice.route} to {notice.destination or 'nobody yet'}: {notice.state}"
    if notice.reason:
        yield notice.reason
    yield f"Decided by {notice.decided_by} on {notice.made_at:%Y-%m-%d %H:%M}, ground: {notice.ground}"
    yield f"Language: {notice.language}. Proof: {notice.proof or 'not asked'}."
    if notice.held_until:
        yield f"Held until {notice.held_until:%Y-%m-%d %H:%M} UTC."
    for attempt in attempts_of(notice):
        by = f" (as {attempt.resolved_by} found out)" if attempt.resolved_by else ""
        yield f"Attempt {attempt.number}, {attempt.begun_at:%Y-%m-%d %H:%M:%S}: {attempt.outcome}{by}"
        if attempt.words:
            yield f"  They said: {attempt.words}"
    for receipt in receipts_of(notice):
        back = f", taken back {receipt.taken_back_at:%Y-%m-%d %H:%M}" if receipt.taken_back_at else ""
        yield f"Receipt, {receipt.at:%Y-%m-%d %H:%M:%S}: {receipt.grade}, {receipt.reference}{back}"
    for named in outcomes_of(notice):
        why = f" ({named.refusal})" if named.refusal else ""
        since = f" since {named.outcome_at:%Y-%m-%d %H:%M}" if named.outcome_at else ""
        yield f"Link {named.link_id}: {named.outcome}{why}{since}"
    for answer in answers_to(notice):
        yield f"Answer {answer.pk}: {answer.kind}, {answer.at:%Y-%m-%d %H:%M}, by {answer.way}"
    yield ""
    yield f"Subject: {notice.subject}"
    yield ""
    yield str(notice.body)
