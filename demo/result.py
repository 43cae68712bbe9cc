"""What happened in a run of the demo: the one thing that the table and the report are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from demo.drawings import RGB
from demo.plan import Hidden

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """How the photograph lies in what was seen. Boxes: left, top, right, bottom, as shares of the picture."""

    turned: float
    mirrored: bool
    region: Box
    seen_region: Box


@dataclass
class Seen:
    """One sighting and what came of it. Times are seconds; `ready_after_s` counts from the sighting.

    `declined` is a caseworker's no. `kept` is set where it was found by an altered picture that had been
    kept after an earlier yes.
    """

    verdict: str
    kind: str
    signals: dict[str, float]
    place: Place | None
    after_s: float
    region_map: str = ""
    ground: str = ""
    ready_after_s: float | None = None
    notices: dict[str, str] = field(default_factory=dict)
    link: str = "not looked yet"
    looks: int = 0
    came_back: bool = False
    declined: bool = False
    kept: Hidden | None = None

    @property
    def gone(self) -> bool:
        return self.link in {"gone", "room gone"}


@dataclass
class Copy:
    """One disguised copy: what was posted, and whether it was found."""

    hidden: Hidden
    event: str
    seen: Seen | None = None


@dataclass
class Result:
    """The whole run."""

    begun_at: datetime
    photos: list[tuple[str, RGB]]
    posts: int = 0
    pictures: int = 0
    pictures_read: int = 0
    took_s: float = 0.0
    copies: list[Copy] = field(default_factory=list)
    false_matches: int = 0
    notices: dict[str, int] = field(default_factory=dict)
    reports_at_homeserver: int = 0
    letters_at_relay: int = 0
    signature_verified: bool = False
    removed_message_only: str = ""
    repost: Copy | None = None
    letter: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def found(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.seen]

    @property
    def agreed(self) -> list[Copy]:
        """Those that were found and got a yes."""
        return [copy for copy in self.found if copy.seen and not copy.seen.declined]

    @property
    def missed(self) -> list[Copy]:
        return [copy for copy in self.copies if not copy.seen]

    @property
    def gone(self) -> int:
        return sum(copy.seen.gone for copy in self.copies if copy.seen)

    @property
    def still_served(self) -> int:
        return len(self.found) - self.gone

    @property
    def notices_with_receipt(self) -> int:
        return self.notices.get("handed over", 0) + self.notices.get("acknowledged", 0)

    @property
    def notices_written(self) -> int:
        return sum(self.notices.values())

    @property
    def seconds_to_sighting(self) -> list[float]:
        return [copy.seen.after_s for copy in self.found if copy.seen]

    @property
    def seconds_to_notice(self) -> list[float]:
        ready = (copy.seen.ready_after_s for copy in self.agreed if copy.seen)
        return [seconds for seconds in ready if seconds is not None]


def middle(numbers: Iterable[float]) -> str:
    """The median in seconds as words, or a dash where there is nothing to take it of."""
    found = list(numbers)
    return f"{median(found):.1f} s" if found else "-"
