"""A notice was wrong: it is taken back by the way it went, and that is counted for everybody to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.playbooks.language import known_language
from jikimi.playbooks.retraction import retraction_draft
from jikimi.takedown.actions.end_attempt import FREED
from jikimi.takedown.actions.run_clock import let_clock_go
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.readable import readable_all
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import MOST_TRIES
from jikimi.takedown.urgency import rank_of

# They may have read these, so they must hear of it.
WENT_OUT = (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED, NoticeState.REFUSED, NoticeState.UNKNOWN)
_NEVER_ARRIVED = (
    NoticeState.PREPARED,
    NoticeState.DRAFT,
    NoticeState.DUE,
    NoticeState.NOT_SENT,
    NoticeState.BOUNCED,
)


def retraction_words(
    notice: Notice, letterhead: Letterhead, public_id: str, now: datetime
) -> tuple[str, str]:
    """Subject and body of what would be sent, for a person to read before her yes."""
    links = Link.objects.filter(notices=notice).order_by("pk")
    return retraction_draft(
        known_language(notice.language),
        id_=public_id,
        wrong=notice.public_id,
        date=now.date().isoformat(),
        urls=tuple(url for link in links for url in readable_all(link.post or "", link.media)),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
    )


def retract_notices(
    actor: Actor, notices: Sequence[Notice], *, why: str, letterhead: Letterhead, now: datetime
) -> list[Notice]:
    """All of them or none. Gives the retractions, due at once; what never went out is withdrawn without one.

    `why` is the caseworker's own and stays here, sealed. Errors: Refused, PermissionRefused.
    """
    if not why.strip():
        raise Refused(_("Say why the notice was wrong: it rests sealed and is not sent."))
    ids = [notice.public_id for notice in notices]
    with acting(actor, may={"caseworker"}, verb="takedown.take_back", details={"notices": [*ids]}) as act:
        act.subject = next(iter(ids), "")
        return _retract_all(actor, notices, why, letterhead, now)


def _retract_all(
    actor: Actor, notices: Sequence[Notice], why: str, letterhead: Letterhead, now: datetime
) -> list[Notice]:
    made: list[Notice] = []
    # In one order, whoever asks: two that take back the same at once wait for each other, not both for ever.
    for place, notice in enumerate(sorted(notices, key=lambda one: one.pk)):
        with acting(
            actor, may={"caseworker"}, verb="takedown.retract", subject=notice.public_id, case=notice.case
        ) as act:
            if place and Notice.objects.filter(pk=notice.pk, state=NoticeState.WITHDRAWN).exists():
                # A complaint that was only prepared went with the notice that it is about.
                notice.state = NoticeState.WITHDRAWN
                continue
            retraction = _retract(actor, notice, why.strip()[:4000], letterhead, now)
            act.details = {"retraction": retraction.public_id if retraction else ""}
            made += [retraction] if retraction else []
    return made


def _retract(actor: Actor, notice: Notice, why: str, letterhead: Letterhead, now: datetime) -> Notice | None:
    if notice.retracts_id:
        raise Refused(_("This is a retraction itself. If the notice was right after all, write a new one."))
    same = Notice.objects.filter(pk=notice.pk)
    same.update(repeat_at=None)
    let_clock_go(notice, _("The notice was taken back."))
    if same.filter(state__in=_NEVER_ARRIVED).update(
        **FREED, state=NoticeState.WITHDRAWN, send_after=None, reason=_("Taken back before it had arrived.")
    ):
        notice.state = NoticeState.WITHDRAWN
        erase_own_name(notice)
        return None
    if not same.filter(state__in=WENT_OUT).update(
        **FREED, state=NoticeState.RETRACTED, send_after=None, retracted_at=now, reason=""
    ):
        raise Refused(_refusal(notice))
    notice.state, notice.retracted_at = NoticeState.RETRACTED, now
    return _write(actor, notice, why, letterhead, now)


def _refusal(notice: Notice) -> str:
    notice.refresh_from_db(fields=["state"])
    if notice.state == NoticeState.IN_WINDOW:
        return _("It is being sent at this moment. Wait a minute, then take it back.")
    return _("This notice was taken back already.")


def _write(actor: Actor, wrong: Notice, why: str, letterhead: Letterhead, now: datetime) -> Notice:
    public_id = new_public_id()
    subject, body = retraction_words(wrong, letterhead, public_id, now)
    retraction = Notice.objects.create(
        public_id=public_id,
        case=wrong.case,
        platform=wrong.platform,
        law=wrong.law,
        route=wrong.route,
        destination=wrong.destination,
        destination_tag=wrong.destination_tag,
        rank=rank_of(wrong.case),
        ground=wrong.ground,
        ground_words=why,
        subject=subject,
        body=body,
        state=NoticeState.DUE,
        made_at=now,
        decided_by=actor.pseudonym,
        send_after=now,
        tries_left=MOST_TRIES,
        retracts=wrong,
        language=wrong.language,
    )
    for link in Link.objects.filter(notices=wrong):
        NoticeLink.objects.create(notice=retraction, link=link)
    return retraction
