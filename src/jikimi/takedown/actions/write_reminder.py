"""Ask once more for what is still there, as often as the playbook allows."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.language import known_language
from jikimi.playbooks.reminder import Reminded, as_reminder
from jikimi.takedown.actions.link_outcomes import MAY_BE_REPEATED
from jikimi.takedown.actions.write_notice import write_words
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.forms import FORM, form_reason
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, LinkOutcome, LinkState, Notice, NoticeLink, NoticeState
from jikimi.takedown.own_name import asks_for_own_name, own_name_reason
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.takedown.rhythm import MOST_TRIES

# One that has not gone out yet, or of which nobody knows, is not followed by another.
_ON_ITS_WAY = (NoticeState.DRAFT, NoticeState.DUE, NoticeState.IN_WINDOW, NoticeState.UNKNOWN)


def claim_reminder(*, now: datetime, lease_s: float, due_by: datetime) -> Notice | None:
    """The notice whose repetition has been due longest; leased to us."""
    # Whether it still may be repeated is asked later: with the state in it, the query would not use the time.
    due = Notice.objects.filter(repeat_at__lte=due_by).select_related("case")
    return claim(due, "repeat_at", now, lease_s)


def write_reminder(first: Notice, *, letterhead: Letterhead, now: datetime) -> Notice | None:
    """The reminder, due now; None where none is needed, or another is still on its way. Errors: NotOurs."""
    links = _still_there(first)
    may = first.state in MAY_BE_REPEATED and has_consent(first.case, Consent.Kind.ASK_PLATFORMS)
    wanted = bool(links) and may
    next_at = now + first.repeat_every if wanted and first.repeat_every else None
    platform = letterhead.playbooks.platforms.get(first.platform)
    if not wanted or platform is None or first.law not in letterhead.playbooks.laws or _on_its_way(first):
        if not release(first, repeat_at=next_at):
            raise NotOurs
        return None
    came_back = all(link.state == LinkState.CAME_BACK for link in links)
    with acting(
        ENGINE, may={"engine"}, verb="takedown.remind", subject=first.public_id, case=first.case
    ) as act:
        if not release(first, repeat_at=next_at) or not _still_stands(first):
            raise NotOurs
        number = Notice.objects.filter(reminds=first).count() + 1
        reminder = _copy(first, now)
        try:
            write_words(reminder, links, platform, letterhead, now)
        except Refused as refused:
            reminder.subject, reminder.body = first.subject, first.body
            reminder.state, reminder.send_after, reminder.reason = (
                NoticeState.NOT_SENT,
                None,
                str(refused)[:300],
            )
        if asks_for_own_name(reminder):
            # It was erased with the first receipt, so she is asked again.
            reminder.state, reminder.send_after, reminder.reason = (
                NoticeState.PREPARED,
                None,
                own_name_reason(reminder),
            )
        of = Reminded(first.public_id, first.made_at.date(), number, came_back)
        reminder.subject, reminder.body = as_reminder(
            reminder.subject or "", reminder.body or "", of, known_language(first.language)
        )
        reminder.save()
        NoticeLink.objects.bulk_create(NoticeLink(notice=reminder, link=link) for link in links)
        act.details = {"reminder": reminder.public_id, "number": number, "links": len(links)}
    return reminder


def _still_there(first: Notice) -> list[Link]:
    """The links that are not gone and that they have not refused to remove."""
    named = NoticeLink.objects.filter(notice=first).exclude(asked_at=None)
    open_ones = named.exclude(outcome=LinkOutcome.REFUSED).exclude(link__state__in=GONE_STATES)
    return [row.link for row in open_ones.select_related("link").order_by("link_id")]


def _still_stands(first: Notice) -> bool:
    """Nobody has refused or retracted it meanwhile."""
    return Notice.objects.filter(pk=first.pk, state__in=MAY_BE_REPEATED).exists()


def _on_its_way(first: Notice) -> bool:
    return Notice.objects.filter(reminds=first, state__in=_ON_ITS_WAY).exists()


def _copy(first: Notice, now: datetime) -> Notice:
    carried = first.route == FORM
    reminder = Notice(
        public_id=new_public_id(),
        case=first.case,
        platform=first.platform,
        law=first.law,
        route=first.route,
        destination=first.destination,
        destination_tag=first.destination_tag,
        attach_xarf=first.attach_xarf,
        ground=first.ground,
        ground_words=first.ground_words,
        state=NoticeState.NOT_SENT if carried else NoticeState.DUE,
        made_at=now,
        decided_by=first.decided_by,
        send_after=None if carried else now,
        rank=first.rank,
        tries_left=MOST_TRIES,
        reminds=first,
        language=first.language,
        proof=first.proof,
        second_yes_by=first.second_yes_by,
        work=first.work,
    )
    reminder.reason = form_reason(reminder) if carried else ""
    return reminder
