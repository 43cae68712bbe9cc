"""What may be read of notices and links, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from jikimi.cases.actor import ENGINE, Actor
from jikimi.cases.queries import visible_to
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.counted import CountedLink as CountedLink  # noqa: PLC0414
from jikimi.takedown.counted import CountedNotice as CountedNotice  # noqa: PLC0414
from jikimi.takedown.counted import counted_links as counted_links  # noqa: PLC0414
from jikimi.takedown.counted import counted_notices as counted_notices  # noqa: PLC0414
from jikimi.takedown.held import not_held
from jikimi.takedown.models import (
    Attempt,
    Check,
    Deadline,
    DeadlineState,
    Link,
    LinkOutcome,
    LinkState,
    Notice,
    NoticeLink,
    NoticeState,
    Receipt,
    ReplyLink,
)

# A person has to do something about these; each says in `reason` what.
NEED_A_PERSON = (
    NoticeState.UNKNOWN,
    NoticeState.NOT_SENT,
    NoticeState.BOUNCED,
    NoticeState.REFUSED,
    NoticeState.PREPARED,
)


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices of the cases that the actor may see, the newest last."""
    return Notice.objects.filter(case__in=visible_to(actor)).select_related("case").order_by("pk")


def waiting_for_a_person(actor: Actor) -> QuerySet[Notice]:
    """Those in a state of NEED_A_PERSON that nobody has let go."""
    return notices_visible_to(actor).filter(state__in=NEED_A_PERSON, let_go_at=None)


def notice_by_id(actor: Actor, public_id: str) -> Notice | None:
    """None where it is not there or not the actor's to see: the two are not told apart."""
    return notices_visible_to(actor).filter(public_id=public_id.strip().upper()).first()


def links_visible_to(actor: Actor) -> QuerySet[Link]:
    """The links of the cases that the actor may see, the newest last."""
    return Link.objects.filter(case__in=visible_to(actor)).select_related("case").order_by("pk")


def resting_on_the_same(notice: Notice) -> list[Notice]:
    """The notice and what falls with it where it was wrong, in their order; no retractions.

    That is whatever asks for one of its links on the same ground in the same words (the other ways, taken at
    once or later, and the reminders), and the complaints about all of these. A complaint that was wrong takes
    only those with it that rest on it.
    """
    standing = Notice.objects.filter(case=notice.case, retracts=None).exclude(
        state__in=(NoticeState.WITHDRAWN, NoticeState.RETRACTED)
    )
    same = standing.filter(
        ground=notice.ground, escalates=None, links__in=Link.objects.filter(notices=notice)
    )
    found = {notice.pk: notice}
    if notice.retracts_id is None and notice.escalates_id is None:
        # The words rest sealed, so they are compared here.
        found |= {one.pk: one for one in same.distinct() if one.ground_words == notice.ground_words}
    newest = set(found)
    while newest:
        complaints = standing.filter(escalates__notice__in=newest).exclude(pk__in=found)
        newest = {one.pk for one in complaints}
        found |= {one.pk: one for one in complaints}
    with_cases = Notice.objects.filter(pk__in=found).select_related("case")
    return list(with_cases.order_by("pk"))


def refused_in_part() -> QuerySet[NoticeLink, Any]:
    """The notices (by key) of which they refuse a link that is still there."""
    refused = NoticeLink.objects.filter(outcome=LinkOutcome.REFUSED)
    return refused.exclude(link__state__in=GONE_STATES).values("notice")


def checks_of(link: Link) -> QuerySet[Check]:
    """Every look, in their order."""
    return Check.objects.filter(link=link).order_by("at", "pk")


def attempts_of(notice: Notice) -> QuerySet[Attempt]:
    return Attempt.objects.filter(notice=notice).order_by("number")


def outcomes_of(notice: Notice) -> QuerySet[NoticeLink]:
    """What came of each link that the notice names, in its order."""
    return NoticeLink.objects.filter(notice=notice).select_related("link").order_by("link_id")


def receipts_of(notice: Notice) -> QuerySet[Receipt]:
    return Receipt.objects.filter(attempt__notice=notice).order_by("pk")


def retractions(since: datetime | None = None) -> int:
    """How many notices that went out were taken back because they were wrong."""
    taken_back = Notice.objects.exclude(retracted_at=None)
    return (taken_back.filter(retracted_at__gte=since) if since else taken_back).count()


def open_reply_links(now: datetime) -> QuerySet[ReplyLink]:
    """Those by which a notice can still be answered."""
    return ReplyLink.objects.filter(expires_at__gt=now).exclude(notice__state=NoticeState.RETRACTED)


@dataclass(frozen=True, slots=True)
class TakedownSummary:
    """How notices and links stand. Every number is a count of now; `need_a_person` waits for a decision.

    `longest_due` is since when the notice that waits longest has been due, None where none is. `retracted`
    counts notices that went out and were wrong: a public figure.
    """

    notices: Mapping[str, int]
    need_a_person: int
    deadlines: Mapping[str, int]
    links: Mapping[str, int]
    links_that_cannot_be_told: int
    links_that_wait_for_a_yes: int
    longest_due: datetime | None
    retracted: int


def summary() -> TakedownSummary:
    notices = Notice.objects.values_list("state").annotate(n=Count("pk")).order_by()
    deadlines = Deadline.objects.values_list("state").annotate(n=Count("pk")).order_by()
    links = Link.objects.values_list("state").annotate(n=Count("pk")).order_by()
    due = Notice.objects.filter(
        not_held(timezone.now()),
        state__in=(NoticeState.DRAFT, NoticeState.DUE),
        send_after__lte=timezone.now(),
    )
    return TakedownSummary(
        notices={str(state): 0 for state in NoticeState.values} | dict(notices),
        need_a_person=waiting_for_a_person(ENGINE).count(),
        deadlines={str(state): 0 for state in DeadlineState.values} | dict(deadlines),
        links={str(state): 0 for state in LinkState.values} | dict(links),
        links_that_wait_for_a_yes=Link.objects.filter(waits_for_yes=True, let_go_at=None).count(),
        links_that_cannot_be_told=Link.objects.filter(looks__gt=0, last_look_told=False).count(),
        longest_due=due.order_by("send_after").values_list("send_after", flat=True).first(),
        retracted=retractions(),
    )
