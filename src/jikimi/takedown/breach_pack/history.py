"""What was asked before, and when, one line each: a complaint's letter needs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from jikimi.playbooks.part import Language
from jikimi.takedown.breach_pack.collect import utc
from jikimi.takedown.models import Deadline, DeadlineState, Link, Notice, Receipt
from jikimi.takedown.still_there import Remaining

_SENT: Final[dict[Language, str]] = {
    "en": "{at}: notice {notice} by {route}, received: {grade}",
    "ko": "{at}: 통지 {notice} ({route}), 접수 상태: {grade}",
}
_ENDED: Final[dict[Language, str]] = {
    "en": "{at}: the time for an answer ended; addresses still there: {there} of {all}",
    "ko": "{at}: 처리 기한 종료, 주소 {all}개 중 {there}개가 여전히 열려 있음",
}
_REFUSED: Final[dict[Language, str]] = {
    "en": "they answered that they will not remove it",
    "ko": "삭제하지 않겠다는 답변을 받음",
}


def history_lines(deadline: Deadline, language: Language, found: Remaining) -> Iterator[str]:
    """Notices about these links with a receipt that stands, then the end of the time."""
    links = Link.objects.filter(notices=deadline.notice)
    asked = Notice.objects.filter(case=deadline.notice.case, links__in=links).distinct()
    standing = Receipt.objects.filter(attempt__notice__in=asked, taken_back_at=None)
    for receipt in standing.select_related("attempt__notice").order_by("at", "pk"):
        notice = receipt.attempt.notice
        yield _SENT[language].format(
            at=_day(receipt.at), notice=notice.public_id, route=notice.route, grade=receipt.grade
        )
    if deadline.state == DeadlineState.REFUSED:
        yield _REFUSED[language]
    elif deadline.ends_at:
        yield _ENDED[language].format(at=_day(deadline.ends_at), there=found.there, all=found.all)


def _day(moment: datetime) -> str:
    return utc(moment).replace("T", " ").replace(":00Z", " UTC").replace("Z", " UTC")
