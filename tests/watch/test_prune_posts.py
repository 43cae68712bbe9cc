"""What was seen is forgotten in time, within its room's disk budget, and never while somebody must decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.watch.actions.prune_posts import prune_posts, room_bytes
from jikimi.watch.actions.settle_sighting import dismiss_sighting
from jikimi.watch.models import Post, Room, Sighting
from jikimi.watch.queries import summary
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import KEEP, file_of, follower, new_room, record

pytestmark = pytest.mark.django_db

FULL = 3900


@pytest.fixture
def room(operator: Actor) -> Room:
    return new_room(operator)


def stored_bytes(column: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT length({column}) FROM watch_post ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_a_remembered_file_takes_four_kilobytes_at_most(room: Room) -> None:
    bank = follower()
    record(room, [file_of(f"${name}", seen(name), bank) for name in ("astronaut", "coffee", "rocket")])
    sizes = stored_bytes("compact")
    assert max(sizes) <= 3992, "what PostgreSQL keeps in two pieces"
    assert max(sizes) > FULL, "the pictures are rich enough to fill what a post may take"


def test_expired_posts_are_forgotten_and_counted(room: Room) -> None:
    record(room, [file_of(f"${number}", seen("coffee"), follower()) for number in range(7)])
    Post.objects.filter(pk__in=Post.objects.order_by("pk").values("pk")[:3]).update(
        expires_at=timezone.now() + timedelta(days=1)
    )
    assert prune_posts(now=timezone.now()) == 0
    assert prune_posts(now=timezone.now() + timedelta(days=2)) == 3
    assert Post.objects.count() == 4
    assert summary().rooms[0].files_forgotten == 3
    assert prune_posts(now=timezone.now() + KEEP) == 4
    assert prune_posts(now=timezone.now() + KEEP) == 0


def test_the_oldest_go_first_when_a_room_takes_too_much_disk(room: Room, operator: Actor) -> None:
    other = new_room(operator, "matrix://here/#other:here")
    bank = follower()
    for place in (room, other):
        record(place, [file_of(f"${number}", seen("coffee"), bank) for number in range(10)])
    budget = room_bytes(room) // 2
    Room.objects.filter(pk=room.pk).update(disk_budget_bytes=budget)
    assert prune_posts(now=timezone.now()) == 5
    left = [str(post.address)[-2:] for post in Post.objects.filter(room=room).order_by("pk")]
    assert left == ["$5", "$6", "$7", "$8", "$9"]
    assert room_bytes(room) <= budget
    assert Post.objects.filter(room=other).count() == 10


def test_what_waits_for_a_decision_stays(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    record(room, [file_of("$1", seen("astronaut"), follower()), file_of("$2", seen("coffee"), follower())])
    much_later = timezone.now() + 2 * KEEP
    assert prune_posts(now=much_later) == 1
    sighting = Sighting.objects.get()
    assert sighting.post is not None
    dismiss_sighting(caseworker, sighting, now=timezone.now())
    assert prune_posts(now=much_later) == 1
    sighting.refresh_from_db()
    assert (sighting.post, sighting.state) == (None, "dismissed")


def test_a_budget_that_only_waiting_posts_fill_is_no_endless_loop(
    room: Room, caseworker: Actor, case: Case
) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    record(room, [file_of("$1", seen("astronaut"), follower())])
    Room.objects.update(disk_budget_bytes=1)
    assert prune_posts(now=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_the_estimate_of_a_rooms_disk_is_honest(room: Room) -> None:
    """What lies on the disk is what `room_bytes` says, within a tenth."""
    bank = follower()
    before = database_bytes()
    record(room, [file_of(f"${number}", seen("coffee"), bank) for number in range(300)])
    assert room_bytes(room) == pytest.approx(database_bytes() - before, rel=0.1)


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('watch_post')")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_size")
        page = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA freelist_count")
        return int(page) * (int(pages) - int(cursor.fetchone()[0]))
