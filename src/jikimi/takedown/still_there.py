"""What all links of a notice amount to when its clock rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.models import Link, Notice


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many links are still there, how many only seem gone so far, and how many are gone.

    `gone_since` is when the last of those that are gone was first found gone, `looked_at` when the link whose
    last look lies furthest back was looked at; None where one was never.
    """

    there: int
    seem_gone: int
    gone: int
    gone_since: datetime | None
    looked_at: datetime | None

    @property
    def all(self) -> int:
        return self.there + self.seem_gone + self.gone

    @property
    def all_gone(self) -> bool:
        return not self.there and not self.seem_gone and self.gone > 0


def remaining(notice: Notice) -> Remaining:
    """By the looks so far. What no look could tell counts as still there."""
    links = list(Link.objects.filter(notices=notice).defer("room", "post", "media", "pdq"))
    gone = [link for link in links if link.state in GONE_STATES]
    seem = [link for link in links if link not in gone and link.gone_looks]
    since = [link.first_gone_look_at for link in gone if link.first_gone_look_at]
    return Remaining(
        there=len(links) - len(gone) - len(seem),
        seem_gone=len(seem),
        gone=len(gone),
        gone_since=max(since, default=None),
        looked_at=_oldest([link.last_look_at for link in links]),
    )


def _oldest(looks: Sequence[datetime | None]) -> datetime | None:
    told = [at for at in looks if at is not None]
    return min(told, default=None) if len(told) == len(looks) else None
