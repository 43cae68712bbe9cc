"""It came back: the notice that worked before is written anew, and waits for a caseworker's yes."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import Route
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.write_notice import write_notice
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.refusals import Refused
from jikimi.takedown.sound import ground_kind


def prepare_again(link: Link, letterhead: Letterhead, now: datetime) -> Notice | None:
    """Part of `record_check`'s transaction. None where nobody was ever asked about it, or one waits already.

    What cannot be written is said in the link's `problem`: the return itself must be recorded.
    """
    platform = letterhead.playbooks.platforms.get(link.platform)
    worked = _worked(link)
    waits = Notice.objects.filter(links=link, state=NoticeState.PREPARED).exists()
    if worked is None or platform is None or waits:
        return None
    route = _route(platform, worked, letterhead)
    if route is None:
        _could_not(link, _("The playbook does not know this way of asking any more."))
        return None
    try:
        asking = Asking(
            case=link.case,
            platform=platform,
            ground=ground_kind(worked.ground),
            ground_words=worked.ground_words or "",
            decided_by="",
            letterhead=letterhead,
            now=now,
            language=worked.language,
            proof=worked.proof,
            work=worked.work or "",
        )
        notice = write_notice(asking, route, [link], after=None)
    except Refused as refused:
        _could_not(link, str(refused))
        return None
    if notice.state == NoticeState.DUE:
        notice.state, notice.send_after = NoticeState.PREPARED, None
        notice.reason = _("It came back. This is the way that was followed by its removal: %(number)s.") % {
            "number": worked.public_id
        }
        notice.save(update_fields=["state", "send_after", "reason"])
    return notice


def _worked(link: Link) -> Notice | None:
    """The notice after which it went: the one they answered, else the last that they took."""
    asked = NoticeLink.objects.filter(link=link, notice__retracts=None).exclude(asked_at=None)
    told = sorted(
        asked.select_related("notice"),
        key=lambda one: (
            one.gone_at is not None,
            one.notice.state == NoticeState.ACKNOWLEDGED,
            one.asked_at,
            one.pk,
        ),
    )
    return told[-1].notice if told else None


def _route(platform: Platform, worked: Notice, letterhead: Letterhead) -> Route | None:
    same = [route for route in platform.routes if (route.kind, route.law) == (worked.route, worked.law)]
    return next(iter([*same, *letterhead.playbooks.usual_routes(platform)]), None)


def _could_not(link: Link, why: str) -> None:
    sentence = _("It came back, and no notice could be prepared: %(why)s") % {"why": why}
    Link.objects.filter(pk=link.pk).update(problem=sentence[:300])
