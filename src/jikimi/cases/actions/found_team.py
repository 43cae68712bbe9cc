"""Begin a team of caseworkers."""

from __future__ import annotations

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Team


def found_team(actor: Actor, name: str) -> Team:
    with acting(actor, may={"operator"}, verb="cases.found_team") as act:
        team = Team.objects.create(name=name)
        act.subject = f"team:{team.pk}"
    return team
