"""Which of several notices that are due goes first."""

from __future__ import annotations

from typing import Final

from jikimi.cases.models import Case

# Smaller goes first. An escalation has waited out a deadline already.
ESCALATION: Final = 0
OF_A_CASE: Final = {Case.Urgency.NOW.value: 10, Case.Urgency.SOON.value: 20, Case.Urgency.NORMAL.value: 30}
USUAL: Final = OF_A_CASE[Case.Urgency.NORMAL.value]


def rank_of(case: Case) -> int:
    """The rank of a notice of this case."""
    return OF_A_CASE.get(str(case.urgency), USUAL)
