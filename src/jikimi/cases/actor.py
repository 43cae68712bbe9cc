"""Who acts. There is no acting without one, and the ledger names it by its pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jikimi.cases.refusals import Refused

ActorKind = Literal["caseworker", "operator", "engine", "auditor", "survivor", "platform"]


class PermissionRefused(Refused):
    """This actor may not do this."""


@dataclass(frozen=True, slots=True)
class Actor:
    """`pseudonym` never holds a name; `team_ids` are the teams whose cases a caseworker works on."""

    kind: ActorKind
    pseudonym: str
    team_ids: frozenset[int] = frozenset()

    def is_on(self, team_id: int) -> bool:
        """Whether this is a caseworker of the team."""
        return self.kind == "caseworker" and team_id in self.team_ids


ENGINE = Actor("engine", "engine")
