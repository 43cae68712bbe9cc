"""Links that are back while nobody is being asked to remove them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from jikimi.cases.actor import Actor
from jikimi.takedown.actions.link_outcomes import MAY_BE_REPEATED
from jikimi.takedown.models import DeadlineState, Link, LinkState, Notice, NoticeState
from jikimi.takedown.queries import links_visible_to
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.takedown.stuck.notices import MOST
from jikimi.takedown.urgency import rank_of

_ON_ITS_WAY: Final = (
    NoticeState.PREPARED,
    NoticeState.DRAFT,
    NoticeState.DUE,
    NoticeState.IN_WINDOW,
    NoticeState.UNKNOWN,
    NoticeState.NOT_SENT,
    NoticeState.BOUNCED,
)
_RUNS: Final = (DeadlineState.RUNNING, DeadlineState.RUNS_OUT_SOON, DeadlineState.PASSED)


def stuck_links(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """Those that nobody may look at yet; and those that came back while nobody is being asked.

    Somebody is, where a notice is on its way, is to be repeated, or has a clock that runs.
    """
    visible = links_visible_to(actor).filter(let_go_at=None)
    for link in _few(visible.filter(waits_for_yes=True)):
        why = "Its address may tell the uploader that somebody looked, so nobody looks without your yes."
        yield _stuck(link, why, (f"jikimi links look {link.pk}", _let_go(link)))
    asking = Notice.objects.filter(links=OuterRef("pk")).filter(
        Q(state__in=_ON_ITS_WAY, let_go_at=None)
        | Q(repeat_at__isnull=False)
        | Q(deadlines__state__in=_RUNS)
        | Q(made_at__gte=OuterRef("since"))
    )
    back = visible.filter(~Exists(asking), state=LinkState.CAME_BACK)
    for link in _few(back):
        why = "It was gone and has come back, and nobody is being asked to remove it."
        yield _stuck(link, why, _commands(link))


def _few(links: QuerySet[Link]) -> QuerySet[Link]:
    return links.order_by("since", "pk").defer("room", "post", "media", "pdq")[:MOST]


def _stuck(link: Link, why: str, do: tuple[str, ...]) -> Stuck:
    return Stuck(
        urgency=Urgency.LINK,
        subject=f"link {link.pk}",
        why=why,
        do=do,
        since=link.since,
        case=link.case.number,
        case_rank=rank_of(link.case),
    )


def _let_go(link: Link) -> str:
    return f"jikimi links let-go {link.pk} --why ..."


def _commands(link: Link) -> tuple[str, ...]:
    asked = Notice.objects.filter(links=link).order_by("-pk")
    taken = asked.filter(state__in=MAY_BE_REPEATED).values_list("public_id", flat=True).first()
    if taken:
        return (f"jikimi notices remind {taken}",)
    last = asked.values_list("public_id", flat=True).first()
    return (f"jikimi notices show {last}",) if last else (_let_go(link),)
