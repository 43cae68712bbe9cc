"""What came of the notices of the last year, by platform and way, as the planner needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from jikimi.takedown.models import NoticeLink, NoticeState
from jikimi.takedown.planner.record import Tried

Way = tuple[str, str, str]  # platform, kind of route, law

REMEMBERED = timedelta(days=365)
# The newest. More would not change the order, and the plan is asked for at every yes.
MOST_LINKS = 20_000
_WENT_OUT = (
    NoticeState.HANDED_OVER,
    NoticeState.ACKNOWLEDGED,
    NoticeState.REFUSED,
    NoticeState.BOUNCED,
)
_SAID_NO = (NoticeState.REFUSED, NoticeState.BOUNCED)


def history(now: datetime, platform: str | None = None) -> Mapping[Way, list[Tried]]:
    """Oldest first. Reminders and retractions are not counted: the first notice is what was tried."""
    rows = NoticeLink.objects.filter(
        notice__state__in=_WENT_OUT,
        notice__reminds=None,
        notice__retracts=None,
        notice__made_at__gt=now - REMEMBERED,
    )
    if platform is not None:
        rows = rows.filter(notice__platform=platform)
    newest = rows.order_by("-notice__made_at", "-notice_id").values_list(
        "notice_id",
        "notice__platform",
        "notice__route",
        "notice__law",
        "notice__state",
        "notice__made_at",
        "asked_at",
        "gone_at",
    )[:MOST_LINKS]
    notices: dict[int, tuple[Way, bool, datetime, list[timedelta | None]]] = {}
    for notice, place, route, law, state, made_at, asked_at, gone_at in newest:
        asked = asked_at or made_at
        if gone_at is not None and gone_at <= asked:
            continue  # it was gone before: nobody's work
        found = notices.setdefault(notice, ((place, route, law), state in _SAID_NO, asked, []))
        found[3].append(gone_at - asked if gone_at else None)
    ways: dict[Way, list[Tried]] = {}
    for way, said_no, asked, gone_after in reversed(notices.values()):
        ways.setdefault(way, []).append(Tried(asked, tuple(gone_after), said_no))
    return ways
