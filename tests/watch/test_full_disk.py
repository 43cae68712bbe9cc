"""A disk that is full in the middle of a visit: said plainly, nothing half-written or skipped afterwards."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.queries import ledger_entries
from jikimi.ledger.verify import verify
from jikimi.service.loops.watch import watch
from jikimi.watch.actions.record_authority import record_authority
from jikimi.watch.models import Post, Room
from tests.watch.engine import Heard, engine_over, file
from tests.watch.memory_source import MemorySource
from tests.watch.recorded import BASIS, new_room

pytestmark = pytest.mark.django_db(transaction=True)

ROOM_FOR_SOME = 40  # pages of 4 KB


def set_most_pages(more: int | None) -> None:
    """Lets the database of this connection grow by so many pages, or freely."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests have left free would be room enough
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={2**30 if more is None else pages + more}")


def visit(source: MemorySource, pages: int | None) -> Heard:
    heard = Heard()

    async def run() -> None:
        async with engine_over(source, heard) as engine:
            await engine.database(set_most_pages, pages)
            await watch(engine, once=True)

    asyncio.run(run())
    return heard


def test_a_full_disk_loses_nothing(operator: Actor, auditor: Actor) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no way to make only its own disk full.")
    record_authority(operator, country="KR", basis=BASIS, now=timezone.now())
    new_room(operator)
    source = MemorySource()
    for number in range(60):
        source.put(f"${number}", file("coffee" if number % 2 else "rocket"))

    heard = visit(source, ROOM_FOR_SOME)
    assert any("The disk is full" in line for line in heard.err)
    assert Room.objects.get().problem.startswith("The disk is full")
    cursor = int(Room.objects.get().cursor or 0)
    assert Post.objects.count() == cursor < 60
    assert verify(ledger_entries(auditor)).problems == []

    Room.objects.update(next_visit_at=timezone.now(), lease_until=None)
    assert visit(source, None).err == []
    posts = [str(post.address).rpartition("/")[2] for post in Post.objects.order_by("pk")]
    assert posts == source.order
