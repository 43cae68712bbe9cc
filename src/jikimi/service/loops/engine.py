"""What the loops work with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from jikimi.routes.base import Route
from jikimi.routes.email.incoming.base import Mailbox
from jikimi.service.loops.database import DatabaseThread
from jikimi.service.loops.say import Voice
from jikimi.sources.base import Source
from jikimi.takedown.letterhead import Letterhead
from jikimi.watch.bank_follower import BankFollower
from jikimi.watch.reading import Pictures


@dataclass(frozen=True, slots=True)
class Pace:
    """How the work is dealt out; times in seconds.

    `lease_s` is how long work lies still when its process was killed. `visit_s` bounds one visit, so that
    a long history does not keep other rooms waiting. `window` posts of a room are in memory at a time.
    """

    lease_s: float = 60.0
    idle_s: float = 0.5
    follow_s: float = 0.25
    prune_s: float = 600.0
    ways_s: float = 600.0
    visit_s: float = 60.0
    first_retry_s: float = 60.0
    looks_apart_s: float | None = None
    inbox_s: float = 60.0
    window: int = 8
    batch: int = 32
    rooms_at_once: int = 4
    sends_at_once: int = 2
    looks_at_once: int = 4


@dataclass(slots=True)
class Engine:
    """One process's tools. `stop` is set when it is to end: work under way is finished, none is begun.
    `large_files` bounds how many large ones are in memory at a time.
    """

    database: DatabaseThread
    follower: BankFollower
    pictures: Pictures
    sources: Mapping[str, Source]
    routes: Mapping[str, Route]
    letterhead: Letterhead
    voice: Voice
    mailboxes: Sequence[Mailbox] = ()
    pace: Pace = field(default_factory=Pace)
    keep: timedelta = timedelta(days=90)
    large_files: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    stop: asyncio.Event = field(default_factory=asyncio.Event)
