"""Give the words out box by box, for a person who carries them to the platform's form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.draft import CannotDraft, values_of
from jikimi.playbooks.route import Route
from jikimi.playbooks.sheet import FilledField, fill
from jikimi.takedown.actions.make_sound import make_sound
from jikimi.takedown.actions.open_reply_link import open_reply_link
from jikimi.takedown.actions.write_notice import facts_of
from jikimi.takedown.forms import FORM
from jikimi.takedown.held import held_reason
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeState
from jikimi.takedown.outgoing import reply_lines_of
from jikimi.takedown.own_name import own_name_of, with_own_name
from jikimi.takedown.rate import route_of
from jikimi.takedown.refusals import Refused
from jikimi.takedown.sound import need_sound_to_leave

Warned = Literal["name may be shown", "own name", "to be confirmed", "boxes to be confirmed"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the form is, what goes into it, in its order, and what to know before it is sent."""

    notice_id: str
    where: str
    fields: tuple[FilledField, ...]
    warnings: tuple[Warned, ...] = ()


def show_sheet(actor: Actor, notice: Notice, *, letterhead: Letterhead, now: datetime) -> Sheet:
    """The notice stays "not sent". No link joins it any more. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.show_sheet", subject=notice.public_id, case=notice.case
    ):
        if notice.route != FORM:
            raise Refused(_("This notice goes out by itself: there is no form to fill in."))
        if not notice.retracts_id and not has_consent(notice.case, Consent.Kind.ASK_PLATFORMS):
            raise Refused(_("The person has not said yes to writing to platforms, so nothing can be sent."))
        if notice.held_until and notice.held_until > now:
            raise Refused(held_reason(notice.held_until))
        make_sound(notice, letterhead, now=now)
        need_sound_to_leave(notice, letterhead)
        waiting = Notice.objects.filter(pk=notice.pk, state=NoticeState.NOT_SENT)
        if not waiting.update(shown_at=now):
            raise Refused(_("This notice does not wait to be carried to a form."))
        open_reply_link(notice, now)
        sheet = _sheet(notice, letterhead)
    notice.shown_at = now
    return sheet


def _sheet(notice: Notice, letterhead: Letterhead) -> Sheet:
    words = {
        "subject": notice.subject or "",
        "body": with_own_name(notice.body or "", own_name_of(notice)) + reply_lines_of(notice, letterhead),
    }
    if notice.retracts_id:
        # The form's boxes ask for a removal: of a retraction only its own words may go in.
        boxes = (("subject", _("Subject")), ("body", _("What you write")))
        fields = tuple(FilledField(name, label, words[name].strip()) for name, label in boxes)
        return Sheet(notice.public_id, notice.destination or "", fields)
    route = route_of(notice, letterhead.playbooks)
    if route is None or not route.fields:
        raise Refused(_("The playbook does not know this way of asking any more."))
    links = list(Link.objects.filter(notices=notice).order_by("pk"))
    facts = facts_of(notice, links, letterhead, notice.made_at)
    law, platform = letterhead.playbooks.laws[notice.law], letterhead.playbooks.platforms[notice.platform]
    try:
        values = values_of(law, platform, notice.language, facts)
        fields = fill(route.fields, values | words)
    except CannotDraft as refused:
        raise Refused(str(refused)) from None
    return Sheet(notice.public_id, notice.destination or "", fields, tuple(_warnings(notice, route)))


def _warnings(notice: Notice, route: Route) -> Iterator[Warned]:
    if notice.second_yes_by:
        yield "name may be shown"
    if own_name_of(notice):
        yield "own name"
    if route.to_be_confirmed:
        yield "to be confirmed"
    elif any(field.to_be_confirmed for field in route.fields):
        yield "boxes to be confirmed"
