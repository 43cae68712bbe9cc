"""The loops' tools over a place in memory. Pictures are named in the bytes of their files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from jikimi.fingerprint.decode.pool import CouldNotRead, Reason
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.playbooks.load import load_all
from jikimi.routes.base import Route
from jikimi.service.loops.database import DatabaseThread
from jikimi.service.loops.engine import Engine, Pace
from jikimi.service.loops.say import Voice
from jikimi.sources.base import Source
from jikimi.takedown.letterhead import Letterhead
from jikimi.watch.bank_follower import BankFollower
from tests.watch.pictures import protected, seen

QUICK = Pace(lease_s=30.0, idle_s=0.02, follow_s=0.02, first_retry_s=0.0, looks_apart_s=0.0)


def file(name: str, how: str = "itself") -> bytes:
    return f"{name} {how}".encode()


class NamedPictures:
    """Reads what `file` wrote, as the decoders would read a picture."""

    async def fingerprint(self, data: bytes, purpose: Literal["seen", "protect"] = "seen") -> Fingerprint:
        try:
            name, how = data.decode().split()
            return seen(name, how) if purpose == "seen" else protected(name, how)
        except (ValueError, AttributeError):
            raise CouldNotRead(Reason.BROKEN) from None


@dataclass
class Heard:
    """What the loops said."""

    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)

    def voice(self) -> Voice:
        return Voice(self.out.append, self.err.append)


def letterhead() -> Letterhead:
    return Letterhead(
        sender_name="A centre",
        sender_contact="desk@centre.example",
        playbooks=load_all(),
        place_of=lambda _: {"homeserver": "here", "admin_contact": "abuse@here.example"},
    )


@asynccontextmanager
async def engine_over(
    source: Source, heard: Heard, *, routes: Mapping[str, Route] | None = None, pace: Pace = QUICK
) -> AsyncIterator[Engine]:
    async with DatabaseThread() as database:
        yield Engine(
            database=database,
            follower=BankFollower(),
            pictures=NamedPictures(),
            sources={source.kind: source},
            routes=routes or {},
            letterhead=letterhead(),
            voice=heard.voice(),
            pace=pace,
        )
