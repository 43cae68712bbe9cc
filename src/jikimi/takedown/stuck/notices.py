"""Notices that nobody has, or of which nobody knows whether somebody has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from jikimi.cases.actor import Actor
from jikimi.takedown.actions.begin_attempt import FULL
from jikimi.takedown.forms import FORM
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.queries import notices_visible_to, refused_in_part
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.takedown.urgency import rank_of

# More would not be read; what is resolved makes room for what follows.
MOST: Final = 1000
# What is due is sent within moments: after so long somebody should know that it is not.
LATE: Final = timedelta(hours=1)
_ON_ITS_WAY: Final = (NoticeState.DUE, NoticeState.DRAFT)


def stuck_notices(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """Also escalations on their way: one counts only with its receipt."""
    visible = notices_visible_to(actor).filter(let_go_at=None)
    for state, urgency in (
        (NoticeState.UNKNOWN, Urgency.UNKNOWN),
        (NoticeState.NOT_SENT, Urgency.FAILED),
        (NoticeState.BOUNCED, Urgency.FAILED),
        (NoticeState.PREPARED, Urgency.PREPARED),
    ):
        for notice in _few(visible.filter(state=state)):
            yield _stuck(notice, urgency, notice.reason or _plainly(state))
    for notice in _few(_refused_for_good(visible)):
        yield _stuck(notice, Urgency.REFUSED, notice.reason)
    escalations = visible.filter(escalates__isnull=False, state__in=(*_ON_ITS_WAY, NoticeState.IN_WINDOW))
    for notice in _few(escalations):
        held = notice.held_until is not None and notice.held_until > now
        do = (f"jikimi notices release {notice.public_id}",) if held else ()
        why = notice.reason or "It is on its way and has no receipt yet."
        yield _stuck(notice, Urgency.CANNOT_BE_SENT, why, do)
    late = visible.filter(escalates=None, state=NoticeState.DUE, made_at__lt=now - LATE)
    # A turn that is waited for, and a hold that somebody asked for, are no trouble.
    late = late.exclude(reason__in=("", FULL)).exclude(held_until__gt=now)
    for notice in _few(late):
        yield _stuck(notice, Urgency.CANNOT_BE_SENT, notice.reason)


def _few(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.defer("subject", "body", "ground_words", "destination").order_by("made_at", "pk")[:MOST]


def _refused_for_good(visible: QuerySet[Notice]) -> QuerySet[Notice]:
    """They said no, to all or to some, and nothing that follows from it is prepared, sent or about to be."""
    followed = Notice.objects.exclude(state=NoticeState.WITHDRAWN).filter(escalates__isnull=False)
    in_part = Q(state=NoticeState.ACKNOWLEDGED, pk__in=refused_in_part())
    refused = visible.filter(Q(state=NoticeState.REFUSED) | in_part)
    awaited = refused.filter(deadlines__due_at__isnull=False)
    return refused.exclude(deadlines__escalations__in=followed).exclude(pk__in=awaited)


def _stuck(notice: Notice, urgency: Urgency, why: str, do: tuple[str, ...] = ()) -> Stuck:
    escalation = notice.escalates_id is not None
    if escalation and urgency is Urgency.PREPARED:
        urgency = Urgency.NEXT_STEP_WAITS
    elif escalation and urgency is not Urgency.REFUSED:
        urgency = Urgency.ESCALATION_WITHOUT_RECEIPT
    return Stuck(
        urgency=urgency,
        subject=notice.public_id,
        why=why,
        do=do or _commands(notice),
        since=notice.made_at,
        case=notice.case.number,
        case_rank=rank_of(notice.case),
        escalation=escalation,
    )


def _commands(notice: Notice) -> tuple[str, ...]:
    id_ = notice.public_id
    let_go = f"jikimi notices let-go {id_} --why ..."
    match notice.state:
        case NoticeState.UNKNOWN:
            return (f"jikimi notices resolve {id_} --sent", f"jikimi notices resolve {id_} --not-sent")
        case NoticeState.PREPARED:
            return (f"jikimi notices send {id_}", f"jikimi notices drop {id_}")
        case NoticeState.NOT_SENT if notice.route == FORM:
            return (f"jikimi notices sheet {id_}", f"jikimi notices receipt {id_} --reference ...", let_go)
        case NoticeState.NOT_SENT | NoticeState.BOUNCED:
            return (f"jikimi notices again {id_}", let_go)
        case NoticeState.REFUSED | NoticeState.ACKNOWLEDGED:
            return (let_go,)
        case _:
            return ("jikimi check-setup", "jikimi work --once")


def _plainly(state: NoticeState) -> str:
    return {
        NoticeState.UNKNOWN: "Nobody knows whether it was sent.",
        NoticeState.NOT_SENT: "It was not sent.",
        NoticeState.BOUNCED: "It came back.",
        NoticeState.PREPARED: "It waits for your yes.",
    }[state]


def escalations_without_receipt(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """Those that somebody has said yes to, or that could not even be addressed, and that nobody has."""
    for stuck in stuck_notices(actor, now):
        if stuck.urgency is Urgency.ESCALATION_WITHOUT_RECEIPT:
            yield stuck
