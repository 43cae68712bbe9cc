"""What was looked at and what came of it, counted as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from jikimi.match.sighting import Verdict
from jikimi.service.scan.look import Looked
from jikimi.service.scan.with_sscd import SscdCounts

MOST_NAMED = 10_000
"""Unreadable files that are named at the end; more are only counted, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, by what names it, and the sentence why."""

    post: str
    path: str | None
    why: str


@dataclass(slots=True)
class Tally:
    """Counts of one scan. `stopped` says why it ended before the place did; None if it did not.

    `given_up` are those of the unread that another machine might have read. `in_part` names videos of which
    only parts were looked at, MOST_NAMED at most. `sscd` is None where SSCD was not asked for.
    """

    unit: str = "post"
    photos: int = 0
    refused_photos: Sequence[tuple[str, str]] = ()
    weak_photos: Sequence[tuple[str, str]] = ()
    posts: int = 0
    pictures: int = 0
    videos: int = 0
    matches: int = 0
    looks: int = 0
    unread: int = 0
    given_up: int = 0
    named: list[Unread] = field(default_factory=list)
    in_part: list[str] = field(default_factory=list)
    hidden: int = 0
    previews: int = 0
    stopped: str | None = None
    sscd: SscdCounts | None = None
    began: float = field(default_factory=monotonic)

    @property
    def found(self) -> int:
        return self.matches + self.looks

    @property
    def looked_at(self) -> int:
        """Pictures and videos that could be compared."""
        return self.pictures + self.videos

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    def add(self, looked: Looked) -> None:
        """Count one file."""
        if looked.unread is not None:
            self.unread += 1
            self.given_up += looked.perhaps_ours
            if len(self.named) < MOST_NAMED:
                self.named.append(Unread(looked.post.id, looked.path, looked.unread))
            return
        self.previews += looked.preview
        if looked.moves:
            self.videos += 1
        else:
            self.pictures += 1
        if not looked.whole and len(self.in_part) < MOST_NAMED:
            self.in_part.append(looked.path or looked.post.id)
        for match in looked.matches:
            if match.verdict is Verdict.MATCH:
                self.matches += 1
            else:
                self.looks += 1
