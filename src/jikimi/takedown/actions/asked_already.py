"""Who asks twice by the same way writes no second letter: the notice that asks already is found.

Part of the transaction of the verb that asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from jikimi.playbooks.route import Route
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.write_notice import tag_of, whither
from jikimi.takedown.models import Link, LinkOutcome, Notice, NoticeLink, NoticeState
from jikimi.takedown.models.notice import MAY_BE_READ

# Refused, taken back, withdrawn: asking again is a new decision.
_ASKS = (*MAY_BE_READ, NoticeState.NOT_SENT, NoticeState.BOUNCED)
_OPEN = (LinkOutcome.NOT_ASKED, LinkOutcome.ASKED, LinkOutcome.NEED_MORE, LinkOutcome.SAID_REMOVED)


def asked_already(asking: Asking, links: Sequence[Link], routes: Sequence[Route]) -> dict[int, Notice]:
    """By the link's key: the notice that asks for it at this place by one of these ways, under its law."""
    if not links:
        return {}
    # Two that ask for the same at once: the later one waits here, and then sees what the first has written.
    named = Link.objects.select_for_update(no_key=True).filter(pk__in=[link.pk for link in links])
    list(named.order_by("pk").values_list("pk"))
    ways = Q()
    for route in routes:
        tag = tag_of(route.kind, whither(route, links[0], asking.letterhead)[0])
        # Written while nobody knew the address: it goes there once somebody says so.
        ways |= Q(Q(destination_tag=tag) | Q(destination_tag=None), route=route.kind, law=route.law)
    notices = Notice.objects.filter(
        ways,
        case=asking.case,
        platform=asking.platform.key,
        state__in=_ASKS,
        let_go_at=None,
        reminds=None,
        retracts=None,
        escalates=None,
    )
    rows = NoticeLink.objects.filter(notice__in=notices, link__in=links, outcome__in=_OPEN)
    found = {row.link_id: row.notice for row in rows.select_related("notice__case").order_by("notice_id")}
    for notice in found.values():
        notice.asked_before = True
    return found
