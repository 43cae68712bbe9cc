"""Which case a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikimi.service.plain_errors import CouldNot
from jikimi.service.who import first_team_id

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.cases.models import Case


def case_of(actor: Actor, number: str) -> Case:
    """Errors: CouldNot, with the same words for a case that is not there and one that is not hers."""
    from jikimi.cases.queries import case_by_number

    case = case_by_number(actor, number)
    if case is None:
        raise CouldNot(f"There is no case {number!r} among yours. `jikimi case list` shows them.")
    return case


def new_case(actor: Actor, consents: list[str], urgency: str = "normal") -> Case:
    """Opens a case with the yeses that the person gave."""
    from jikimi.cases.actions.give_consent import give_consent
    from jikimi.cases.actions.open_case import open_case

    case = open_case(actor, team_id=first_team_id(), urgency=urgency)
    for kind in consents:
        give_consent(actor, case, kind)
    return case
