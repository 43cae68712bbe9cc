"""A person says: send it once more. For what could not be sent and for what came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.playbooks.route import DestinationUnknown
from jikimi.takedown.actions.make_sound import make_sound
from jikimi.takedown.actions.write_notice import tag_of
from jikimi.takedown.forms import FORM, form_reason
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeState
from jikimi.takedown.own_name import asks_for_own_name, own_name_reason
from jikimi.takedown.refusals import Refused
from jikimi.takedown.rhythm import MOST_TRIES


def send_again(actor: Actor, notice: Notice, *, letterhead: Letterhead, now: datetime) -> None:
    """Due now, to where the playbook and the configuration say today; where its law demands the person's own
    name, which is not kept, that is asked for again. Errors: Refused, PermissionRefused.
    """
    if notice.route == FORM:
        raise Refused(form_reason(notice))
    with acting(
        actor, may={"caseworker"}, verb="takedown.send_again", subject=notice.public_id, case=notice.case
    ):
        failed = Notice.objects.filter(pk=notice.pk, state__in=(NoticeState.NOT_SENT, NoticeState.BOUNCED))
        destination = _destination(notice, letterhead)
        changed: dict[str, Any] = {
            "state": NoticeState.DUE,
            "send_after": now,
            "tries_left": MOST_TRIES,
            "let_go_at": None,
            "destination": destination,
            "destination_tag": tag_of(notice.route, destination),
        }
        if asks_for_own_name(notice):
            changed |= {"state": NoticeState.PREPARED, "send_after": None}
        reason = own_name_reason(notice) if asks_for_own_name(notice) else ""
        if not failed.update(**changed, reason=reason):
            raise Refused(_("Only what was not sent, or came back, can be sent again."))
        if not notice.retracts_id:
            make_sound(notice, letterhead, now=now)
    notice.state, notice.send_after = changed["state"], changed["send_after"]


def _destination(notice: Notice, letterhead: Letterhead) -> str:
    platform = letterhead.playbooks.platforms.get(notice.platform)
    links = list(Link.objects.filter(notices=notice).order_by("pk"))
    routes = [route for route in platform.routes if route.kind == notice.route] if platform else []
    routes = [route for route in routes if route.law == notice.law] or routes
    if not routes or not links:
        raise Refused(_("The playbook does not know this way of asking any more."))
    try:
        by_link = [
            [route.destination_for(letterhead.place_of(link.room or "")) for route in routes]
            for link in links
        ]
    except DestinationUnknown as unknown:
        raise Refused(str(unknown)) from None
    known = by_link[0]
    if any(others != known for others in by_link):
        # Each of them would read the addresses of the others.
        raise Refused(
            _("It names links of several places, which are asked each on its own. Take it back and ask anew.")
        )
    # Several mailboxes of one place: the same one as before, where the playbook still has it.
    return notice.destination if notice.destination and notice.destination in known else known[0]
