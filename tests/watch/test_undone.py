"""What could not be done is counted for a script, and stops nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import typer
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.service.loops import watch as watching
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.rounds import MOST_IN_A_ROW, do_all
from jikimi.service.loops.undone import Undone, in_one_sentence
from jikimi.service.voice import end_of_once
from jikimi.sources.base import Post, SourceRefused, SourceUnavailable
from jikimi.watch.actions.record_authority import record_authority
from jikimi.watch.bank_follower import BankFollower
from jikimi.watch.models import Room
from tests.watch.engine import Heard, engine_over, file
from tests.watch.memory_source import MemorySource
from tests.watch.recorded import BASIS, new_room

TROUBLES = {
    "away": SourceUnavailable("The homeserver does not answer."),
    "closed": SourceRefused("This room is not public."),
    "broken": RuntimeError("hush"),
}


class Rooms(MemorySource):
    """A room whose name is a trouble has it."""

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        for name, trouble in TROUBLES.items():
            if name in room:
                raise trouble
        async for post in super().posts(room, cursor):
            yield post


def once(source: MemorySource, heard: Heard) -> Counter[Undone]:
    async def run() -> None:
        async with engine_over(source, heard) as engine:
            await watching.watch(engine, once=True)

    heard.undone.clear()
    asyncio.run(run())
    return heard.undone


@pytest.fixture
def rooms(operator: Actor) -> None:
    record_authority(operator, country="kr", basis=BASIS, now=timezone.now())
    for name in ("away", "fine", "closed", "broken", "broken2", "broken3", "broken4", "broken5", "well"):
        new_room(operator, f"matrix://here/!{name}:here")


@pytest.mark.django_db(transaction=True)
def test_rooms_that_cannot_be_read_are_counted_and_the_others_are_read(rooms: None) -> None:
    source, heard = Rooms(), Heard()
    source.put("$1", file("coffee"))
    undone = once(source, heard)
    assert undone[Undone.ROOM] == 7
    assert "7 rooms could not be read (`jikimi room list` says why)" in in_one_sentence(undone)
    read = {room.address for room in Room.objects.all() if room.caught_up_at}
    assert read == {"matrix://here/!fine:here", "matrix://here/!well:here"}
    assert "hush" not in "".join([*heard.out, *heard.err])


@pytest.mark.django_db(transaction=True)
def test_it_counts_again_although_it_was_said_before(rooms: None) -> None:
    heard = Heard()
    once(Rooms(), heard)
    Room.objects.update(next_visit_at=timezone.now())
    said = len(heard.out)
    assert once(Rooms(), heard)[Undone.ROOM] == 6, "the closed one is not visited any more"
    assert len(heard.out) == said


@pytest.mark.django_db(transaction=True)
def test_when_all_is_done_there_is_nothing_to_say(operator: Actor) -> None:
    record_authority(operator, country="kr", basis=BASIS, now=timezone.now())
    new_room(operator)
    assert once(MemorySource(), Heard()) == Counter()
    assert in_one_sentence(Counter()) == ""


@pytest.mark.django_db(transaction=True)
def test_a_photograph_that_is_not_looked_for_is_counted(rooms: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BankFollower, "load", lambda bank: bank.unreadable.update({7, 9}))
    assert once(MemorySource(), Heard())[Undone.PHOTO] == 2


async def test_what_never_works_is_given_up() -> None:
    tried = 0

    async def step() -> bool:
        nonlocal tried
        tried += 1
        raise RuntimeError

    heard = Heard()
    engine = Engine(None, None, None, {}, {}, None, heard.voice())  # type: ignore[arg-type]
    await do_all(engine, "Looking", step)
    assert tried == engine.voice.undone[Undone.WORK] == MOST_IN_A_ROW
    assert len(heard.err) == 1


async def test_one_that_goes_wrong_holds_up_none_of_the_others() -> None:
    ends = [True, RuntimeError(), True, RuntimeError(), True, False]

    async def step() -> bool:
        end = ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    engine = Engine(None, None, None, {}, {}, None, Heard().voice())  # type: ignore[arg-type]
    await do_all(engine, "Looking", step)
    assert ends == []
    assert engine.voice.undone[Undone.WORK] == 2


def test_a_script_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Heard().voice()
    end_of_once(voice)
    voice.not_done(Undone.REST)
    voice.not_done(Undone.NOTICE, count=2)
    with pytest.raises(typer.Exit) as ended:
        end_of_once(voice)
    assert ended.value.exit_code == 3
    assert capsys.readouterr().err == (
        "Not everything that was due is done: 2 notices were not sent (see `jikimi stuck` and "
        "`jikimi notices`); it was ended before everything was done (run it again).\n"
    )
