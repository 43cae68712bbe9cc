"""Who acts when somebody uses the command line."""

from __future__ import annotations

import os
import re
from typing import Final

from jikimi.cases.actor import Actor
from jikimi.service.plain_errors import CouldNot

FIRST_TEAM: Final = "centre"


def pseudonym() -> str:
    """JIKIMI_AS, or the number of the user on this machine; never a name unless somebody sets one."""
    given = os.environ.get("JIKIMI_AS", "").strip()
    if not given:
        return f"user-{os.getuid()}"
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,40}", given):
        raise CouldNot("JIKIMI_AS must be a pseudonym of letters, digits, dots and dashes, 40 at most.")
    return given


def operator() -> Actor:
    """Who runs the machine: sees no case."""
    return Actor("operator", pseudonym())


def helper() -> Actor:
    """A caseworker of every team of this machine. The first team is made when it is first needed."""
    from jikimi.cases.actions.found_team import found_team
    from jikimi.cases.queries import teams

    if not teams().exists():
        found_team(operator(), FIRST_TEAM)
    return Actor("caseworker", pseudonym(), frozenset(team.pk for team in teams()))


def first_team_id() -> int:
    from jikimi.cases.queries import teams

    return teams().values_list("pk", flat=True)[0]
