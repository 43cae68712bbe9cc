"""The loops' tools over a place in memory. Pictures are named in the bytes of their files."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import skimage.data

from jikimi.fingerprint.decode.pool import CouldNotRead, Reason
from jikimi.fingerprint.film import Film, Frame
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.playbooks.load import load_all
from jikimi.routes.base import Route
from jikimi.service.loops.database import DatabaseThread
from jikimi.service.loops.engine import Engine, Pace
from jikimi.service.loops.say import Voice
from jikimi.service.loops.undone import Undone
from jikimi.sources.base import Source
from jikimi.takedown.letterhead import Letterhead
from jikimi.watch.bank_follower import BankFollower
from tests.watch.pictures import protected, seen

QUICK = Pace(lease_s=30.0, idle_s=0.02, follow_s=0.02, first_retry_s=0.0, looks_apart_s=0.0)


def file(name: str, how: str = "itself") -> bytes:
    return f"{name} {how}".encode()


def film(*frames: bytes, prefix: bytes = b"film:") -> bytes:
    """A video that shows each of them for a second."""
    return prefix + b"|".join(frames)


class NamedPictures:
    """Reads what `file` and `film` wrote, as the decoders would read a picture or a video."""

    async def look(self, data: bytes) -> Film:
        frames = [Frame(second, seen(*named)) for second, named in _named(data)]
        return Film(tuple(frames), whole=not data.startswith(b"long"))

    async def protect_frame(self, data: bytes, second: float | None) -> Fingerprint:
        moving = [named for at, named in _named(data) if at == second]
        return protected(*moving[0])


def _named(data: bytes) -> list[tuple[float | None, tuple[str, str]]]:
    try:
        words = data.decode().removeprefix("long ")
        if words.startswith("film:"):
            parts = [part.split() for part in words.removeprefix("film:").split("|")]
            return [(float(at), (name, how)) for at, (name, how) in enumerate(parts)]
        name, how = words.split()
    except ValueError:
        raise CouldNotRead(Reason.BROKEN) from None
    if not hasattr(skimage.data, name):
        raise CouldNotRead(Reason.BROKEN)
    return [(None, (name, how))]


@dataclass
class Heard:
    """What the loops said."""

    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    undone: Counter[Undone] = field(default_factory=Counter)

    def voice(self) -> Voice:
        voice = Voice(self.out.append, self.err.append)
        voice.undone = self.undone
        return voice


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
