"""A notice as the command line tells of it: plain data, and the lines for a person made of that data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from jikimi.takedown.actions.link_outcomes import MAY_BE_REPEATED
from jikimi.takedown.answers import answers_to
from jikimi.takedown.models import Notice
from jikimi.takedown.queries import NEED_A_PERSON, attempts_of, outcomes_of, receipts_of


def brief(notice: Notice) -> dict[str, Any]:
    """What it is and how it stands; no address."""
    return {
        "notice": notice.public_id,
        "case": notice.case.number,
        "platform": notice.platform,
        "law": notice.law,
        "route": notice.route,
        "state": str(notice.state),
        "reason": notice.reason,
        "needs_a_person": notice.state in NEED_A_PERSON and not notice.let_go_at,
    }


def brief_line(told: dict[str, Any]) -> str:
    """`told` is what `brief` gave."""
    mark = "! " if told["needs_a_person"] else "  "
    line = (
        f"{mark}{told['notice']}  case {told['case']}  {told['platform']} by {told['route']}: {told['state']}"
    )
    return f"{line}. {told['reason']}" if told["reason"] else line


def asked(notice: Notice) -> dict[str, Any]:
    """One that a yes has just made, or that now names more; `links` says how many it names."""
    sent_after = _iso(notice.send_after)
    return brief(notice) | {
        "links": notice.links.count(),
        "send_after": sent_after,
        "asked_before": notice.asked_before,
    }


def asked_lines(told: Sequence[dict[str, Any]]) -> list[str]:
    """`told` is what `asked` gave, for each."""
    lines = []
    for one in told:
        about = f" about {one['links']} links" if one["links"] > 1 else ""
        to = f"{one['platform']} by {one['route']}"
        line = f"{one['notice']} to {to}{about}: {one['state']}. {one['reason']}".strip()
        if one["asked_before"]:
            line = f"Asked for already, so nothing new is sent: {line}"
        lines.append(line)
        if one["asked_before"] and one["state"] in MAY_BE_REPEATED:
            lines.append(f"  To ask once more: jikimi notices remind {one['notice']}")
    if any(one["send_after"] for one in told):
        lines.append("`jikimi work` sends what is due.")
    return lines


def whole(notice: Notice) -> dict[str, Any]:
    """Its words, every attempt, receipt, link and answer. Holds addresses. Times are ISO 8601."""
    return brief(notice) | {
        "destination": notice.destination,
        "decided_by": notice.decided_by,
        "made_at": _iso(notice.made_at),
        "ground": notice.ground,
        "language": notice.language,
        "proof": notice.proof,
        "held_until": _iso(notice.held_until),
        "attempts": [
            {
                "number": one.number,
                "begun_at": _iso(one.begun_at),
                "outcome": str(one.outcome),
                "resolved_by": one.resolved_by,
                "words": one.words,
            }
            for one in attempts_of(notice)
        ],
        "receipts": [
            {
                "at": _iso(one.at),
                "grade": one.grade,
                "reference": one.reference,
                "taken_back_at": _iso(one.taken_back_at),
            }
            for one in receipts_of(notice)
        ],
        "links": [
            {
                "link": one.link_id,
                "outcome": str(one.outcome),
                "refusal": one.refusal,
                "since": _iso(one.outcome_at),
            }
            for one in outcomes_of(notice)
        ],
        "answers": [
            {"answer": one.pk, "kind": str(one.kind), "at": _iso(one.at), "way": str(one.way)}
            for one in answers_to(notice)
        ],
        "subject": notice.subject,
        "body": notice.body,
    }


def whole_lines(told: dict[str, Any]) -> Iterator[str]:
    """`told` is what `whole` gave."""
    yield f"{told['notice']} by {told['route']} to {told['destination'] or 'nobody yet'}: {told['state']}"
    if told["reason"]:
        yield told["reason"]
    yield f"Decided by {told['decided_by']} on {_minute(told['made_at'])}, ground: {told['ground']}"
    yield f"Language: {told['language']}. Proof: {told['proof'] or 'not asked'}."
    if told["held_until"]:
        yield f"Held until {_minute(told['held_until'])} UTC."
    for one in told["attempts"]:
        by = f" (as {one['resolved_by']} found out)" if one["resolved_by"] else ""
        yield f"Attempt {one['number']}, {_second(one['begun_at'])}: {one['outcome']}{by}"
        if one["words"]:
            yield f"  They said: {one['words']}"
    for one in told["receipts"]:
        back = f", taken back {_minute(one['taken_back_at'])}" if one["taken_back_at"] else ""
        yield f"Receipt, {_second(one['at'])}: {one['grade']}, {one['reference']}{back}"
    for one in told["links"]:
        why = f" ({one['refusal']})" if one["refusal"] else ""
        since = f" since {_minute(one['since'])}" if one["since"] else ""
        yield f"Link {one['link']}: {one['outcome']}{why}{since}"
    for one in told["answers"]:
        yield f"Answer {one['answer']}: {one['kind']}, {_minute(one['at'])}, by {one['way']}"
    yield from ("", f"Subject: {told['subject']}", "", str(told["body"]))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _minute(iso: str) -> str:
    return iso[:16].replace("T", " ")


def _second(iso: str) -> str:
    return iso[:19].replace("T", " ")
