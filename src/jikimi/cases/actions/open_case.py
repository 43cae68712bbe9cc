"""Open a case."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.cases.refusals import Refused

# Two that open at the same moment want the same number; one of them takes the next.
_TRIES = 20


class TooManyAtOnce(Refused):
    """No free number was found in time."""


def open_case(actor: Actor, *, team_id: int, urgency: str = Case.Urgency.NORMAL) -> Case:
    """A new case of the actor's own team. Errors: PermissionRefused."""

    def own_team(who: Actor) -> bool:
        return who.is_on(team_id)

    with acting(actor, may=own_team, verb="cases.open", details={"urgency": str(urgency)}) as act:
        case = _with_next_number(team_id, Case.Urgency(urgency), timezone.now())
        act.case = case
        act.subject = f"case:{case.number}"
    return case


def _with_next_number(team_id: int, urgency: Case.Urgency, now: datetime) -> Case:
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(
                    number=_next_number(now),
                    team_id=team_id,
                    urgency=urgency,
                    opened_at=now,
                    commitment_key=secrets.token_bytes(32),
                )
        except IntegrityError:
            continue
    raise TooManyAtOnce(_("Too many cases are being opened at this moment. Please try again."))


def _next_number(now: datetime) -> str:
    """`26-0001`: the year, and a count that goes on past four digits."""
    year = f"{now:%y}-"
    this_year = Case.objects.filter(number__startswith=year)
    last = this_year.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    return f"{year}{int(last.removeprefix(year)) + 1 if last else 1:04d}"
