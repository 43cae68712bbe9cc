"""Reads what happened about the links of a notice, in order, as plain data. Nothing of the person is in it.

Left out on purpose: the ground's own words, which were said in confidence; the number of the case; who of the
centre did what. Hashes of pictures are in it only where the person said yes to sharing them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from jikimi.cases.actor import ENGINE
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent, ledger_visible_to
from jikimi.ledger.canonical import Canonical
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Answer, AnswerKind, Attempt, Check, Deadline, Link, Notice, Receipt
from jikimi.takedown.readable import readable

FORMAT: Final = "jikimi-breach-pack-1"
MOST_CHECKS: Final = 5000
MOST_ENTRIES: Final = 5000
_LONGEST_WORDS: Final = 2000
_MEANT: Final = (AnswerKind.REMOVED, AnswerKind.REFUSED, AnswerKind.NEED_MORE)
_BY_A_PERSON: Final = "found out by a caseworker of the centre"

Plain = dict[str, Canonical]


def collect(deadline: Deadline, letterhead: Letterhead, now: datetime) -> Plain:
    """All of it up to `now`. The same from the same records, byte for byte."""
    first = deadline.notice
    links = list(Link.objects.filter(notices=first).order_by("pk"))
    notices = _notices(first, links)
    numbers = {link.pk: number for number, link in enumerate(links, start=1)}
    law = letterhead.playbooks.laws.get(deadline.law)
    checks = Check.objects.filter(link__in=links, at__lte=now).order_by("at", "pk")
    return {
        "format": FORMAT,
        "notice": first.public_id,
        "made_at": utc(now),
        "centre": {"name": letterhead.sender_name, "contact": letterhead.sender_contact},
        "platform": _platform_name(first, letterhead),
        "law": {"key": deadline.law, "name": law.name if law else deadline.law},
        "deadline": _deadline(deadline, now),
        "links": [_link(link, numbers[link.pk], _may_share(first)) for link in links],
        "events": _in_order(
            [
                *_letters(notices, numbers),
                *_answers(notices, numbers, now),
                *_checks(checks[:MOST_CHECKS], numbers),
            ]
        ),
        "checks_left_out": max(0, checks.count() - MOST_CHECKS),
        "ledger": list(_ledger(notices, links, now)),
    }


def utc(moment: datetime | None) -> str:
    """RFC 3339 in UTC, to the second; empty for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _notices(first: Notice, links: Sequence[Link]) -> list[Notice]:
    """Every one that names one of the links and was at least tried, and the first itself."""
    named = Notice.objects.filter(case=first.case, links__in=links, attempts__isnull=False)
    known = set(named.values_list("pk", flat=True)) | {first.pk}
    return list(Notice.objects.filter(pk__in=known).order_by("made_at", "pk"))


def _platform_name(notice: Notice, letterhead: Letterhead) -> str:
    platform = letterhead.playbooks.platforms.get(notice.platform)
    return platform.name if platform else notice.platform


def _may_share(notice: Notice) -> bool:
    return has_consent(notice.case, Consent.Kind.SHARE_WITH_PLATFORMS)


def _deadline(deadline: Deadline, now: datetime) -> Plain:
    """`ended_at` is empty while it runs: of somebody who has refused in time nobody says that it ended."""
    over = deadline.ends_at is not None and deadline.ends_at <= now
    return {
        "named_by_law": deadline.by_law,
        "hours": deadline.hours,
        "business_days": deadline.business_days,
        "holidays": deadline.holidays,
        "counted_from": deadline.counted_from,
        "time_zone": deadline.time_zone,
        "started_at": utc(deadline.started_at),
        "ends_at": utc(deadline.ends_at),
        "ended_at": utc(deadline.ends_at) if over else "",
    }


def _link(link: Link, number: int, share: bool) -> Plain:
    named: Plain = {
        "number": number,
        "url": readable(link.post or ""),
        "media": link.media or "",
        "state": str(link.state),
        "looks": link.looks,
    }
    if share and link.pdq:
        named["pdq"] = link.pdq
    return named


def _letters(notices: Sequence[Notice], numbers: dict[int, int]) -> Iterator[Plain]:
    for notice in notices:
        body = notice.body or ""
        named = Link.objects.filter(notices=notice, pk__in=numbers).order_by("pk")
        yield {
            "at": utc(notice.made_at),
            "what": "notice",
            "notice": notice.public_id,
            "platform": notice.platform,
            "law": notice.law,
            "route": notice.route,
            "to": notice.destination or "",
            "links": [numbers[pk] for pk in named.values_list("pk", flat=True)],
            "subject": notice.subject or "",
            "text": body,
            "text_sha256": hashlib.sha256(body.encode()).hexdigest(),
        }
        for attempt in Attempt.objects.filter(notice=notice).order_by("number"):
            yield {
                "at": utc(attempt.begun_at),
                "what": "attempt",
                "notice": notice.public_id,
                "number": attempt.number,
                "ended_at": utc(attempt.ended_at),
                "outcome": str(attempt.outcome),
                "notice_json_sha256": attempt.signed_sha256,
                "words": _words(attempt.words),
            }
            yield from _receipts(notice, attempt)


def _receipts(notice: Notice, attempt: Attempt) -> Iterator[Plain]:
    for receipt in Receipt.objects.filter(attempt=attempt).order_by("pk"):
        reference = _words(receipt.reference)
        if attempt.resolved_by and attempt.resolved_by in reference:
            reference = _BY_A_PERSON
        yield {
            "at": utc(receipt.at),
            "what": "receipt",
            "notice": notice.public_id,
            "grade": receipt.grade,
            "reference": reference,
            "taken_back_at": utc(receipt.taken_back_at),
            "words": _words(receipt.words),
        }


def _answers(notices: Sequence[Notice], numbers: dict[int, int], now: datetime) -> Iterator[Plain]:
    """What their answers mean, and of which addresses they spoke (none: of all that the notice names).

    Their words stand with the receipt that each answer is.
    """
    meant = Answer.objects.filter(notice__in=notices, kind__in=_MEANT, at__lte=now)
    for answer in meant.select_related("notice").order_by("at", "pk"):
        about = answer.about.filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True)
        yield {
            "at": utc(answer.at),
            "what": "answer",
            "links": [numbers[pk] for pk in about],
            "notice": answer.notice.public_id if answer.notice else "",
            "way": str(answer.way),
            "said": str(answer.kind),
            "reasons": [_words(key) for key in answer.reasons],
        }


def _checks(checks: Any, numbers: dict[int, int]) -> Iterator[Plain]:
    for check in checks:
        yield {
            "at": utc(check.at),
            "what": "check",
            "link": numbers[check.link_id],
            "grade": check.grade,
            "seen": _plain(dict(check.all_seen)),
            "vantage": check.vantage,
        }


def _in_order(events: list[Plain]) -> list[Canonical]:
    # By the second: what happened within one keeps the order of our own records.
    return [*sorted(events, key=lambda event: str(event["at"]))]


def _ledger(notices: Sequence[Notice], links: Sequence[Link], now: datetime) -> Iterator[Plain]:
    subjects = [notice.public_id for notice in notices] + [f"link:{link.pk}" for link in links]
    entries = ledger_visible_to(ENGINE).filter(subject__in=subjects, at__lte=now)
    for entry in entries[:MOST_ENTRIES]:
        yield {"seq": entry.seq, "at": utc(entry.at), "verb": entry.verb, "hash": entry.hash}


def _words(said: str | None) -> str:
    """What others wrote: printable, and no longer than needed."""
    text = (said or "")[:_LONGEST_WORDS]
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def _plain(value: object) -> Canonical:
    if isinstance(value, dict):
        return {_words(str(name)): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return _words(str(value))
