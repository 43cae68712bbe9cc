"""How many notices a destination takes in how much time, counted in the database by the attempts themselves.

So restarts change nothing, and several workers obey one limit.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from jikimi.playbooks.load import Playbooks
from jikimi.playbooks.rate_limit import Rate
from jikimi.playbooks.route import Route
from jikimi.takedown.models import Attempt, Notice, Outcome

# Clocks of several machines may differ by so much. What lies further ahead was written before a clock jumped.
_AHEAD = timedelta(minutes=1)


class WayFull(Exception):
    """It has taken as many as it takes; `opens_at` is when it takes the next."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


def route_of(notice: Notice, playbooks: Playbooks) -> Route | None:
    """The playbook's route by which a notice goes; None where the playbook no longer knows it."""
    platform = playbooks.platforms.get(notice.platform)
    of_its_kind = [route for route in platform.routes if route.kind == notice.route] if platform else []
    same_law = [route for route in of_its_kind if route.law == notice.law]
    return next(iter(same_law or of_its_kind), None)


def need_room(attempt: Attempt, limit: Rate) -> None:
    """Ask under the ledger's head, so that two workers never take the last place both. Errors: WayFull."""
    since, until = attempt.begun_at - limit.per, attempt.begun_at + _AHEAD
    # What surely did not go out burdened nobody.
    before = Attempt.objects.filter(
        counts_for=attempt.counts_for, begun_at__gt=since, begun_at__lte=until
    ).exclude(outcome=Outcome.NOT_SENT)
    others = before.exclude(pk=attempt.pk).order_by("-begun_at").values_list("begun_at", flat=True)
    taken = list(others[: limit.notices])
    if len(taken) >= limit.notices:
        raise WayFull(min(taken[-1], attempt.begun_at) + limit.per)
