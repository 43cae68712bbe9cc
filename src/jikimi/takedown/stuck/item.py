from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Urgency(IntEnum):
    """Which of several things a person sees to first; the smallest first."""

    ESCALATION_WITHOUT_RECEIPT = 0
    DEADLINE_PASSED = 1
    NEXT_STEP_WAITS = 2
    UNKNOWN = 3
    RUNS_OUT_SOON = 4
    FAILED = 5
    PREPARED = 6
    REFUSED = 7
    CANNOT_BE_SENT = 8
    ANSWER = 9
    SIGHTING = 10
    LINK = 11
    MACHINE = 12


@dataclass(frozen=True, slots=True)
class Stuck:
    """One thing that needs a person.

    `subject` names it (a notice's number, `sighting 7`), `why` is a sentence, `do` are the commands that
    resolve it, one of them enough. `case_rank` is that of the case (takedown/urgency.py).
    """

    urgency: Urgency
    subject: str
    why: str
    do: tuple[str, ...]
    since: datetime
    case: str = ""
    case_rank: int = 30
    escalation: bool = False

    @property
    def turn(self) -> tuple[int, int, datetime, str]:
        """What is seen to first sorts first."""
        return int(self.urgency), self.case_rank, self.since, self.subject
