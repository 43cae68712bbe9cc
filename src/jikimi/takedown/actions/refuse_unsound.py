"""Right before it leaves, a notice lacks what its law demands: it is visibly not sent, and says why."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import release
from jikimi.takedown.actions.end_attempt import open_next
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.own_name import erase_own_name
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.takedown.sound import need_sound_to_leave


def refuse_unsound(notice: Notice, letterhead: Letterhead, *, now: datetime) -> bool:
    """Whether it was refused. The notice is leased to us. Errors: NotOurs."""
    try:
        need_sound_to_leave(notice, letterhead)
    except Refused as unsound:
        _keep_back(notice, str(unsound)[:300], now)
        return True
    return False


def _keep_back(notice: Notice, why: str, now: datetime) -> None:
    with acting(
        ENGINE, may={"engine"}, verb="takedown.refuse_unsound", subject=notice.public_id, case=notice.case
    ):
        if not release(notice, state=NoticeState.NOT_SENT, send_after=None, reason=why):
            raise NotOurs
        erase_own_name(notice)
        open_next(notice, now)
