from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jikimi.cases.models import Case
from jikimi.playbooks.ground import GroundKind
from jikimi.playbooks.platform import Platform
from jikimi.takedown.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Asking:
    """What all notices of one yes have in common. `ground_words` are the caseworker's own and stay here.

    `language` is a caseworker's choice; without one the place's languages decide. For the rest see Notice.
    """

    case: Case
    platform: Platform
    ground: GroundKind
    ground_words: str
    decided_by: str
    letterhead: Letterhead
    now: datetime
    language: str | None = None
    proof: str = ""
    held_until: datetime | None = None
    second_yes_by: str = ""
    work: str = ""

    @property
    def goes_out_at(self) -> datetime:
        """When a notice goes out at the earliest. Whose case is urgent waits for no others."""
        urgent = self.case.urgency != Case.Urgency.NORMAL
        return self.now if urgent else self.now + self.letterhead.gather
