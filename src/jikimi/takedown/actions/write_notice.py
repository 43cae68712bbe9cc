"""Write one letter, as the playbook demands it. Part of `confirm_sighting`'s transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from jikimi.playbooks.draft import CannotDraft, Facts, draft
from jikimi.playbooks.ground import GroundKind, ground_sentence
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import DestinationUnknown, Route
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.readable import readable_all
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import MOST_TRIES
from jikimi.takedown.urgency import rank_of


def write_notice(
    link: Link,
    platform: Platform,
    route: Route,
    *,
    ground: GroundKind,
    ground_words: str,
    decided_by: str,
    after: Notice | None,
    letterhead: Letterhead,
    now: datetime,
) -> Notice:
    """Due at once; or, behind `after`, when that has had its time; or not sent, where nobody knows whither.

    Errors: Refused.
    """
    public_id = new_public_id()
    facts = Facts(
        notice_id=public_id,
        made_on=now.date(),
        urls=readable_all(link.post or "", link.media),
        ground=ground_sentence(ground, letterhead.language),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
    )
    try:
        subject, body = draft(letterhead.playbooks.laws[route.law], platform, letterhead.language, facts)
    except CannotDraft as refused:
        raise Refused(str(refused)) from None
    notice = Notice(
        public_id=public_id,
        case=link.case,
        platform=platform.key,
        law=route.law,
        route=route.kind,
        attach_xarf=route.attach_xarf,
        ground=ground,
        ground_words=ground_words,
        subject=subject,
        body=body,
        state=NoticeState.DRAFT if after else NoticeState.DUE,
        made_at=now,
        decided_by=decided_by,
        send_after=_in_turn(after, platform, now) if after else now,
        rank=rank_of(link.case),
        tries_left=MOST_TRIES,
        after=after,
    )
    try:
        notice.destination = route.destination_for(letterhead.place_of(link.room or ""))
    except DestinationUnknown as unknown:
        # One unknown destination must not stop the other routes; it is shown, and can be sent again.
        notice.destination, notice.reason = "", str(unknown)[:300]
        notice.state, notice.send_after = NoticeState.NOT_SENT, None
    notice.save()
    NoticeLink.objects.create(notice=notice, link=link)
    return notice


def _in_turn(before: Notice, platform: Platform, now: datetime) -> datetime:
    if before.state == NoticeState.NOT_SENT:
        return now
    # Counted from the one before; its failure makes this one due at once (see `end_attempt.open_next`).
    return (before.send_after or now) + (platform.next_route_after or timedelta())
