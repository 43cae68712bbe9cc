"""Clocks that run out soon, and those that have run out with nothing left that happens by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from jikimi.cases.actor import Actor
from jikimi.cases.queries import visible_to
from jikimi.takedown.models import Deadline, DeadlineState, Notice, NoticeState
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.takedown.stuck.notices import MOST
from jikimi.takedown.urgency import rank_of

_OVER = (DeadlineState.PASSED, DeadlineState.REFUSED)


def stuck_clocks(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """What follows from one, prepared or sent, stands for it: only those that nothing follows are here."""
    visible = Deadline.objects.filter(notice__case__in=visible_to(actor), notice__let_go_at=None)
    soon = visible.filter(state=DeadlineState.RUNS_OUT_SOON)
    for clock in _few(soon):
        id_ = clock.notice.public_id
        why = f"{clock.reason} It ends {_at(clock.ends_at)}."
        yield _stuck(
            clock,
            Urgency.RUNS_OUT_SOON,
            why,
            (f"jikimi notices show {id_}", f"jikimi notices answered {id_} --accepted"),
        )
    followed = Notice.objects.filter(escalates=OuterRef("pk")).exclude(
        Q(state=NoticeState.WITHDRAWN) | Q(let_go_at__isnull=False)
    )
    for clock in _few(visible.filter(~Exists(followed), state__in=_OVER)):
        id_ = clock.notice.public_id
        do = (
            f"jikimi notices other-ways {id_}",
            f"jikimi notices breach-pack {id_} --out FOLDER",
            f"jikimi notices let-go {id_} --why ...",
        )
        yield _stuck(clock, Urgency.DEADLINE_PASSED, clock.reason, do)


def _few(clocks: QuerySet[Deadline]) -> QuerySet[Deadline]:
    named = clocks.select_related("notice", "notice__case").order_by("ends_at", "pk")
    return named.defer("notice__subject", "notice__body", "notice__ground_words", "notice__destination")[
        :MOST
    ]


def _stuck(clock: Deadline, urgency: Urgency, why: str, do: tuple[str, ...]) -> Stuck:
    return Stuck(
        urgency=urgency,
        subject=clock.notice.public_id,
        why=why,
        do=do,
        since=clock.ends_at or clock.notice.made_at,
        case=clock.notice.case.number,
        case_rank=rank_of(clock.notice.case),
    )


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
