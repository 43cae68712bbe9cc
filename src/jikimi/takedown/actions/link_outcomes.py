"""What a notice came to for each of its links. Runs inside the transaction of the verb that records it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.models import Link, LinkOutcome, LinkState, Notice, NoticeLink, NoticeState

if TYPE_CHECKING:
    from jikimi.takedown.certainty import Standing

# They took it, and have not said no.
MAY_BE_REPEATED = (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED)
_LOOKS_DECIDED = (LinkOutcome.GONE, LinkOutcome.CAME_BACK)


def were_asked(notice: Notice, at: datetime, posts: Collection[str] | None = None) -> None:
    """The notice was taken. `posts`: only these of its links, where a route takes them one by one."""
    if notice.retracts_id:
        return  # it asks for nothing
    named = _named(notice, posts).filter(asked_at=None)
    for row in named.filter(link__state__in=GONE_STATES).select_related("link"):
        # It was gone before anybody was asked: no work of this notice.
        NoticeLink.objects.filter(pk=row.pk).update(
            outcome=LinkOutcome.GONE,
            outcome_at=at,
            asked_at=at,
            gone_at=min(row.link.first_gone_look_at or at, at),
        )
    named.update(outcome=LinkOutcome.ASKED, outcome_at=at, asked_at=at)
    if notice.repeat_every and notice.repeat_at is None:
        notice.repeat_at = at + notice.repeat_every
        Notice.objects.filter(pk=notice.pk).update(repeat_at=notice.repeat_at)


def were_never_asked(notice: Notice, at: datetime) -> None:
    """It came back, so nobody read it."""
    _named(notice).exclude(outcome__in=_LOOKS_DECIDED).update(
        outcome=LinkOutcome.NOT_ASKED, outcome_at=at, asked_at=None
    )
    Notice.objects.filter(pk=notice.pk).update(repeat_at=None)


def they_said(
    notice: Notice,
    outcome: LinkOutcome,
    at: datetime,
    *,
    refusal: str = "",
    about: Collection[int] = (),
) -> None:
    """Their word, for all links or for those of the keys `about`. Where our looks have decided, it changes
    nothing.
    """
    named = _named(notice)
    if about:
        named = named.filter(link__in=about)
    named.exclude(outcome__in=_LOOKS_DECIDED).update(outcome=outcome, outcome_at=at, refusal=refusal[:64])


def looks_said(link: Link, before: LinkState, after: Standing, at: datetime) -> None:
    """The looks at a link have come to another state than before."""
    asked = NoticeLink.objects.filter(link=link).exclude(asked_at=None)
    if after.state in GONE_STATES and before not in GONE_STATES:
        gone_at = after.first_gone_look_at or at
        # Gone once more: the first time stays what was measured.
        asked.exclude(gone_at=None).update(outcome=LinkOutcome.GONE, outcome_at=at)
        asked.filter(gone_at=None).update(outcome=LinkOutcome.GONE, outcome_at=at, gone_at=gone_at)
    elif after.state is LinkState.CAME_BACK:
        asked.filter(outcome=LinkOutcome.GONE).update(
            outcome=LinkOutcome.CAME_BACK, outcome_at=at, came_back_at=at
        )


def _named(notice: Notice, posts: Collection[str] | None = None) -> QuerySet[NoticeLink]:
    # A look locks its link before the outcomes of that link, so whoever writes outcomes does the same.
    links_now = Link.objects.select_for_update(no_key=True).filter(
        pk__in=NoticeLink.objects.filter(notice=notice).values("link")
    )
    list(links_now.order_by("pk").values_list("pk"))
    named = NoticeLink.objects.filter(notice=notice)
    if posts is None:
        return named
    # Addresses rest sealed, so they are compared here.
    wanted = set(posts)
    links = Link.objects.filter(notices=notice).only("pk", "post")
    return named.filter(link__in=[link.pk for link in links if link.post in wanted])
