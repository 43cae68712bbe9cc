"""The playbook's next step as a letter that waits for a caseworker's yes, with the breach pack in it.

Part of `mind_clock`'s transaction.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from jikimi.playbooks.draft import CannotDraft, Facts, draft
from jikimi.playbooks.ground import GroundKind, ground_sentence
from jikimi.playbooks.language import language_for
from jikimi.playbooks.next_step import NextStep
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import Route
from jikimi.takedown.actions.run_clock import set_up_clock
from jikimi.takedown.actions.write_notice import tag_of, whither
from jikimi.takedown.breach_pack.files import pack_files
from jikimi.takedown.breach_pack.history import history_lines
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, Enclosure, Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.readable import readable_all
from jikimi.takedown.rhythm import MOST_TRIES
from jikimi.takedown.still_there import Remaining
from jikimi.takedown.urgency import ESCALATION


class CannotPrepare(Exception):
    """The next step cannot be written. The message is a sentence for the caseworker."""


def prepare_next_step(
    deadline: Deadline, step: NextStep, found: Remaining, *, letterhead: Letterhead, now: datetime
) -> list[Notice]:
    """One letter, by the first way whose address is known. Errors: CannotPrepare."""
    first = deadline.notice
    key = step.regulator or first.platform
    platform = letterhead.playbooks.platforms.get(key)
    if platform is None:
        raise CannotPrepare(f"There is no playbook for {key} any more, so the next step has no address.")
    links = list(Link.objects.filter(notices=first).order_by("pk"))
    if not links:
        raise CannotPrepare("The notice names no link, so there is nothing to complain of.")
    route, destination, trouble = _way(first, step, platform, letterhead, links)
    law = letterhead.playbooks.laws.get(step.law or route.law)
    if law is None:
        raise CannotPrepare("The law that the next step follows is in no playbook any more.")
    language = language_for(law, platform)
    lines = history_lines(deadline, language, found)
    facts = Facts(
        notice_id=new_public_id(),
        made_on=now.astimezone(UTC).date(),
        urls=tuple(url for link in links for url in readable_all(link.post or "", link.media)),
        ground=ground_sentence(_ground(first), language),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
        history="\n".join(lines),
    )
    try:
        subject, body = draft(law, platform, language, facts)
    except CannotDraft as refused:
        raise CannotPrepare(str(refused)) from None
    notice = Notice(
        public_id=facts.notice_id,
        case=first.case,
        platform=platform.key,
        law=law.key,
        route=route.kind,
        ground=first.ground,
        ground_words=first.ground_words,
        language=language,
        proof=first.proof,
        subject=subject,
        body=body,
        state=NoticeState.PREPARED,
        made_at=now,
        rank=ESCALATION,
        tries_left=MOST_TRIES,
        escalates=deadline,
    )
    notice.destination, notice.destination_tag = destination, tag_of(route.kind, destination)
    if trouble:
        notice.state, notice.reason = NoticeState.NOT_SENT, trouble
    else:
        notice.reason = step.words[:300]
    notice.save()
    NoticeLink.objects.bulk_create(NoticeLink(notice=notice, link=link) for link in links)
    set_up_clock(notice, letterhead)
    _enclose(notice, deadline, letterhead, now)
    return [notice]


def _way(
    first: Notice, step: NextStep, platform: Platform, letterhead: Letterhead, links: list[Link]
) -> tuple[Route, str, str]:
    """The first way whose address is known; else the first one, and why it cannot be used."""
    same = [route for route in platform.routes if route.kind == first.route]
    routes = platform.routes if step.regulator else (same or platform.routes)
    trouble = ""
    for route in routes:
        destination, why = whither(route, links[0], letterhead)
        if destination:
            return route, destination, ""
        trouble = trouble or why
    return routes[0], "", trouble


def _ground(notice: Notice) -> GroundKind:
    kinds: dict[str, GroundKind] = {kind: kind for kind in get_args(GroundKind)}
    return kinds[notice.ground]


def _enclose(notice: Notice, deadline: Deadline, letterhead: Letterhead, now: datetime) -> None:
    for file in pack_files(deadline, letterhead, now):
        Enclosure.objects.create(
            notice=notice,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            sha256=file.sha256,
        )
