"""A way has stopped working: what waits behind a notice that went there waits no longer."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.planner.plan import Planned

_NO_WORD_YET = (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED)


def pass_over_fallen(platform: str, way: Planned, *, now: datetime) -> list[Notice]:
    """The notices by the next way that are due from now on."""
    behind = Notice.objects.filter(
        state=NoticeState.DRAFT,
        send_after__gt=now,
        after__state__in=_NO_WORD_YET,
        after__platform=platform,
        after__route=way.route.kind,
        after__law=way.route.law,
    )
    opened = []
    for notice in behind.select_related("case").order_by("pk"):
        with acting(
            ENGINE, may={"engine"}, verb="takedown.pass_over", subject=notice.public_id, case=notice.case
        ):
            waits = Notice.objects.filter(pk=notice.pk, state=NoticeState.DRAFT, send_after__gt=now)
            if waits.update(send_after=now):
                opened.append(notice)
    return opened
