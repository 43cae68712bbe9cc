"""A person decides that nothing more is to come of a notice: it waits for nobody any more, and says why."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.run_clock import let_clock_go
from jikimi.takedown.models import Deadline, DeadlineState, Notice, NoticeState
from jikimi.takedown.queries import refused_in_part
from jikimi.takedown.refusals import Refused

_AT_AN_END = (NoticeState.NOT_SENT, NoticeState.BOUNCED, NoticeState.REFUSED)
_RANG = (DeadlineState.RUNS_OUT_SOON, DeadlineState.PASSED, DeadlineState.REFUSED)


def let_go(actor: Actor, notice: Notice, *, why: str, now: datetime) -> None:
    """Its clock goes with it, and what was prepared because of it. Errors: Refused, PermissionRefused."""
    with acting(
        actor, may={"caseworker"}, verb="takedown.let_go", subject=notice.public_id, case=notice.case
    ):
        if not why.strip():
            raise Refused(_("Say why nothing more is to be done about it."))
        rang = Deadline.objects.filter(notice=notice, state__in=_RANG).exists()
        ended = Notice.objects.filter(pk=notice.pk, let_go_at=None)
        in_part = Q(state=NoticeState.ACKNOWLEDGED, pk__in=refused_in_part())
        ended = ended if rang else ended.filter(Q(state__in=_AT_AN_END) | in_part)
        if not ended.exclude(state=NoticeState.UNKNOWN).update(let_go_at=now, reason=why.strip()[:300]):
            raise Refused(_("This notice does not wait for anybody's decision to let it go."))
        let_clock_go(notice, why.strip())
    notice.let_go_at, notice.reason = now, why.strip()[:300]
