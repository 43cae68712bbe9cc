"""Several processes over the same rooms: each post once, and who lost a room writes nothing more."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connections
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.queries import ledger_entries
from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.ledger.verify import verify
from jikimi.service.loops.watch import watch
from jikimi.watch.actions.record_authority import record_authority
from jikimi.watch.bank_follower import Compared
from jikimi.watch.models import Post, Room
from tests.watch.engine import Heard, engine_over, file
from tests.watch.memory_source import MemorySource
from tests.watch.recorded import BASIS, new_room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _authority(operator: Actor) -> None:
    record_authority(operator, country="KR", basis=BASIS, now=timezone.now())


def full_source(posts: int) -> MemorySource:
    source = MemorySource()
    for number in range(posts):
        source.put(f"${number}", file("coffee" if number % 2 else "rocket"))
    return source


def test_each_post_once(operator: Actor, auditor: Actor) -> None:
    for number in range(5):
        new_room(operator, f"matrix://here/#room{number}:here")
    source, heard = full_source(12), Heard()

    async def run() -> None:
        async with (
            engine_over(source, heard) as one,
            engine_over(source, heard) as other,
            engine_over(source, heard) as third,
        ):
            await asyncio.gather(*(watch(engine, once=True) for engine in (one, other, third)))

    asyncio.run(run())
    assert heard.err == []
    for room in Room.objects.all():
        posts = Post.objects.filter(room=room).order_by("pk")
        assert [str(post.address).rpartition("/")[2] for post in posts] == source.order
    assert verify(ledger_entries(auditor)).problems == []


def test_who_was_stopped_for_longer_than_its_lease_writes_nothing_more(operator: Actor) -> None:
    new_room(operator)
    source, heard = full_source(3), Heard()

    async def run() -> None:
        async with engine_over(source, heard) as engine:
            compare = engine.follower.compare

            def compare_while_another_takes_the_room(seen: Fingerprint | Film) -> Compared:
                compared = compare(seen)
                Room.objects.update(lease_token="another worker's")
                connections.close_all()  # this is a thread of the test's own
                return compared

            engine.follower.compare = compare_while_another_takes_the_room  # type: ignore[method-assign]
            await watch(engine, once=True)

    asyncio.run(run())
    assert not Post.objects.exists()
    room = Room.objects.get()
    assert (room.cursor, room.lease_token, room.problem) == (None, "another worker's", "")
    assert heard.err == []
