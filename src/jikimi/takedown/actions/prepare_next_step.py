"""The playbook's next step as a letter that waits for a caseworker's yes, with the breach pack in it.

Part of `mind_clock`'s transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jikimi.playbooks.language import language_for
from jikimi.playbooks.law import Law
from jikimi.playbooks.next_step import NextStep
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import Route
from jikimi.takedown.actions.run_clock import set_up_clock
from jikimi.takedown.actions.write_notice import tag_of, whither, write_words
from jikimi.takedown.breach_pack.files import pack_files
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import (
    Deadline,
    DeadlineState,
    Enclosure,
    Link,
    LinkOutcome,
    Notice,
    NoticeLink,
    NoticeState,
)
from jikimi.takedown.own_name import asks_for_own_name, own_name_reason
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import MOST_TRIES
from jikimi.takedown.urgency import ESCALATION


class CannotPrepare(Exception):
    """The next step cannot be written. The message is a sentence for the caseworker."""


def prepare_next_step(deadline: Deadline, step: NextStep, *, letterhead: Letterhead, now: datetime) -> Notice:
    """One letter, by the first way whose address is known. Errors: CannotPrepare."""
    first = deadline.notice
    links = _complained_of(deadline)
    if not links:
        raise CannotPrepare("The notice names no link, so there is nothing to complain of.")
    platform, route, destination, trouble = _way(first, step, letterhead, links)
    law = letterhead.playbooks.laws.get(step.law or route.law)
    if law is None:
        raise CannotPrepare("The law that the next step follows is in no playbook any more.")
    notice = _unwritten(deadline, law, platform, route, now)
    notice.destination, notice.destination_tag = destination, tag_of(route.kind, destination)
    try:
        write_words(notice, links, platform, letterhead, now)
    except Refused as refused:
        raise CannotPrepare(str(refused)) from None
    if trouble:
        notice.state, notice.reason = NoticeState.NOT_SENT, trouble
    else:
        notice.reason = own_name_reason(notice) if asks_for_own_name(notice) else step.words[:300]
    notice.save()
    NoticeLink.objects.bulk_create(NoticeLink(notice=notice, link=link) for link in links)
    set_up_clock(notice, letterhead)
    for file in pack_files(deadline, letterhead, now):
        Enclosure.objects.create(
            notice=notice,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            sha256=file.sha256,
        )
    return notice


def _complained_of(deadline: Deadline) -> list[Link]:
    """All that the notice names; where they refused some of them and acted on the others, those alone."""
    links = Link.objects.filter(notices=deadline.notice).order_by("pk")
    if deadline.state == DeadlineState.REFUSED:
        of_notice = NoticeLink.objects.filter(notice=deadline.notice, outcome=LinkOutcome.REFUSED)
        refused = list(links.filter(pk__in=of_notice.values("link")))
        if refused:
            return refused
    return list(links)


def _way(
    first: Notice, step: NextStep, letterhead: Letterhead, links: Sequence[Link]
) -> tuple[Platform, Route, str, str]:
    """The first way whose address is known; else the first one, and why it cannot be used."""
    key = step.regulator or first.platform
    platform = letterhead.playbooks.platforms.get(key)
    if platform is None:
        raise CannotPrepare(f"There is no playbook for {key} any more, so the next step has no address.")
    same = [route for route in platform.routes if route.kind == first.route]
    routes = platform.routes if step.regulator else (same or platform.routes)
    trouble = ""
    for route in routes:
        destination, why = whither(route, links[0], letterhead)
        if destination:
            return platform, route, destination, ""
        trouble = trouble or why
    return platform, routes[0], "", trouble


def _unwritten(deadline: Deadline, law: Law, platform: Platform, route: Route, now: datetime) -> Notice:
    first = deadline.notice
    return Notice(
        public_id=new_public_id(),
        case=first.case,
        platform=platform.key,
        law=law.key,
        route=route.kind,
        ground=first.ground,
        ground_words=first.ground_words,
        state=NoticeState.PREPARED,
        made_at=now,
        rank=ESCALATION,
        tries_left=MOST_TRIES,
        language=language_for(law, platform),
        proof=first.proof,
        work=first.work,
        escalates=deadline,
    )
