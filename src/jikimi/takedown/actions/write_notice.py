"""Write one letter, as the playbook demands it. Part of `confirm_sighting`'s transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from jikimi.cases.fields import lookup
from jikimi.playbooks.draft import CannotDraft, Facts, draft
from jikimi.playbooks.ground import ground_sentence
from jikimi.playbooks.language import NoSuchDraft, known_language, language_for
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import DestinationUnknown, Route
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.run_clock import set_up_clock
from jikimi.takedown.breach_pack.history import history_lines
from jikimi.takedown.forms import FORM, form_reason
from jikimi.takedown.held import held_reason
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.own_name import asks_for_own_name, own_name_reason
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.readable import readable_all
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import MOST_TRIES
from jikimi.takedown.sound import ground_kind, need_sound_words
from jikimi.takedown.still_there import remaining
from jikimi.takedown.urgency import rank_of


def write_notice(asking: Asking, route: Route, links: Sequence[Link], *, after: Notice | None) -> Notice:
    """Due when others had time to join it; or, behind `after`, when that has had its time; or not sent, where
    nobody knows whither.

    Errors: Refused.
    """
    now = asking.now
    notice = Notice(
        public_id=new_public_id(),
        case=asking.case,
        platform=asking.platform.key,
        law=route.law,
        route=route.kind,
        attach_xarf=route.attach_xarf,
        ground=asking.ground,
        ground_words=asking.ground_words,
        state=NoticeState.DRAFT if after else NoticeState.DUE,
        made_at=now,
        decided_by=asking.decided_by,
        send_after=_in_turn(after, asking.platform, now) if after else asking.goes_out_at,
        rank=rank_of(asking.case),
        tries_left=MOST_TRIES,
        after=after,
        repeat_every=route.repeat_every,
        language=language_of(asking, route),
        proof=asking.proof,
        held_until=asking.held_until,
        second_yes_by=asking.second_yes_by,
        work=asking.work or None,
    )
    write_words(notice, links, asking.platform, asking.letterhead, now)
    notice.destination, notice.reason = whither(route, links[0], asking.letterhead)
    notice.destination_tag = tag_of(route.kind, notice.destination)
    if not notice.destination:
        # One unknown destination must not stop the other routes; it is shown, and can be sent again.
        notice.state, notice.send_after = NoticeState.NOT_SENT, None
    elif asks_for_own_name(notice):
        notice.state, notice.send_after, notice.reason = NoticeState.PREPARED, None, own_name_reason(notice)
    elif route.kind == FORM and after is None:
        notice.state, notice.send_after, notice.reason = NoticeState.NOT_SENT, None, form_reason(notice)
    if notice.held_until and not notice.reason:
        notice.reason = held_reason(notice.held_until)
    notice.save()
    NoticeLink.objects.bulk_create(NoticeLink(notice=notice, link=link) for link in links)
    set_up_clock(notice, asking.letterhead)
    return notice


def write_words(
    notice: Notice, links: Sequence[Link], platform: Platform, letterhead: Letterhead, now: datetime
) -> None:
    """Subject and body, about these links. Nothing is saved. Errors: Refused."""
    facts = facts_of(notice, links, letterhead, now)
    try:
        notice.subject, notice.body = draft(
            letterhead.playbooks.laws[notice.law], platform, notice.language, facts
        )
    except CannotDraft as refused:
        raise Refused(str(refused)) from None
    need_sound_words(notice, list(links), letterhead)


def facts_of(notice: Notice, links: Sequence[Link], letterhead: Letterhead, now: datetime) -> Facts:
    """What the words say."""
    urls = dict.fromkeys(url for link in links for url in readable_all(link.post or "", link.media))
    return Facts(
        notice_id=notice.public_id,
        made_on=now.date(),
        urls=tuple(urls),
        ground=ground_sentence(ground_kind(notice.ground), known_language(notice.language)),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
        history=_history(notice),
        work=notice.work or "",
    )


def _history(notice: Notice) -> str:
    """What was asked before, for the next step after a deadline; nothing for every other notice."""
    if notice.escalates is None:
        return ""
    found = remaining(notice.escalates.notice)
    return "\n".join(history_lines(notice.escalates, known_language(notice.language), found))


def language_of(asking: Asking, route: Route) -> str:
    """In which language a notice by this route is written. Errors: Refused."""
    try:
        return language_for(asking.letterhead.playbooks.laws[route.law], asking.platform, asking.language)
    except NoSuchDraft as none:
        raise Refused(str(none)) from None


def whither(route: Route, link: Link, letterhead: Letterhead) -> tuple[str, str]:
    """Where a notice about this link goes by this route; or "" and a sentence that says what to add."""
    try:
        return route.destination_for(letterhead.place_of(link.room or "")), ""
    except DestinationUnknown as unknown:
        return "", str(unknown)[:300]


def site_of(link: Link) -> str:
    """Whose place it lies in, as far as its address tells: notices of several never mix."""
    return urlsplit(link.room or link.post or "").netloc


def tag_of(kind: str, destination: str) -> bytes:
    """Finds notices to the same destination by the same kind of route."""
    return lookup(f"{kind}\n{destination}", "notice.destination")


def _in_turn(before: Notice, platform: Platform, now: datetime) -> datetime:
    if before.state == NoticeState.NOT_SENT and before.route != FORM:
        return now
    # Counted from the one before; its failure makes this one due at once (see `end_attempt.open_next`).
    return (before.send_after or now) + (platform.next_route_after or timedelta())
