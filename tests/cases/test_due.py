"""Leases: whoever holds one is alone, whoever lost one writes nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models

from jikimi.cases.due import Lease, claim, prolong, release, still_holds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Chore(Lease):
    """Something that is due; a table of these tests alone."""

    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    times = models.IntegerField(default=0)

    class Meta:
        app_label = "cases"
        managed = False
        db_table = "tests_chore"


@pytest.fixture
def _table(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Chore)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Chore)


pytestmark = pytest.mark.usefixtures("_table")


def _chore(minutes: float = 0, **more: Any) -> Chore:
    return Chore.objects.create(due_at=NOW - timedelta(minutes=minutes), **more)


def _claim(at: datetime = NOW, seconds: float = 60) -> Chore | None:
    return claim(Chore.objects.all(), "due_at", at, seconds)


def test_what_has_been_due_longest_comes_first() -> None:
    _chore(1)
    oldest = _chore(5)
    _chore(3)
    assert _claim() == oldest


def test_what_is_not_due_or_never_due_is_left() -> None:
    _chore(-1)
    Chore.objects.create(due_at=None)
    assert _claim() is None


def test_a_claimed_row_is_nobody_elses_until_its_time_is_over() -> None:
    _chore()
    first = _claim()
    assert first is not None
    assert _claim(NOW + timedelta(seconds=59)) is None
    second = _claim(NOW + timedelta(seconds=60))
    assert second == first
    assert second.lease_token != first.lease_token


def test_a_clock_that_was_a_day_ahead_locks_nothing_up_for_a_day() -> None:
    """Its holder was killed, and the clock was set right."""
    _chore()
    ahead = NOW + timedelta(days=1)
    assert _claim(at=ahead) is not None
    assert _claim(at=ahead + timedelta(seconds=59)) is None
    assert _claim(at=NOW) is not None


def test_who_works_on_under_it_renews_it_by_the_right_clock() -> None:
    _chore()
    mine = _claim(at=NOW + timedelta(days=1))
    assert mine is not None
    assert prolong(mine, NOW, 60)
    assert _claim(at=NOW + timedelta(seconds=59)) is None
    assert _claim(at=NOW + timedelta(seconds=60)) is not None


def test_who_lost_the_lease_holds_nothing_and_writes_nothing() -> None:
    _chore()
    late = _claim()
    assert late is not None
    assert still_holds(late, NOW)
    assert not still_holds(late, NOW + timedelta(seconds=60))
    taken_over = _claim(NOW + timedelta(seconds=61))
    assert taken_over is not None
    assert not still_holds(late, NOW)
    assert not prolong(late, NOW, 60)
    assert not release(late, outcome="late", due_at=None)
    assert Chore.objects.get().outcome == ""
    assert release(taken_over, outcome="done", due_at=None)
    assert Chore.objects.get().outcome == "done"


def test_a_released_lease_cannot_be_released_again() -> None:
    _chore()
    held = _claim()
    assert held is not None
    assert release(held, outcome="once", due_at=NOW + timedelta(hours=1))
    assert not release(held, outcome="twice")
    assert not still_holds(held, NOW)
    assert (held.outcome, Chore.objects.get().outcome) == ("once", "once")


def test_a_row_that_was_never_claimed_is_held_by_nobody() -> None:
    assert not still_holds(_chore(), NOW)
    assert not release(_chore(), outcome="mine")


def test_more_time_can_be_taken_while_the_lease_is_held() -> None:
    _chore()
    held = _claim()
    assert held is not None
    assert prolong(held, NOW + timedelta(seconds=50), 60)
    assert _claim(NOW + timedelta(seconds=100)) is None
    assert not prolong(held, NOW + timedelta(seconds=110), 60)


def test_the_claimed_row_is_read_anew() -> None:
    _chore(outcome="old")
    held = _claim()
    assert held is not None
    assert held.lease_until == NOW + timedelta(seconds=60)
    assert held.lease_boot


def test_many_workers_do_each_chore_once() -> None:
    for number in range(40):
        _chore(number)
    barrier = threading.Barrier(6)

    def work(_worker: int) -> int:
        done = 0
        barrier.wait()
        try:
            while (chore := _claim()) is not None:
                Chore.objects.filter(pk=chore.pk).update(times=models.F("times") + 1)
                assert release(chore, due_at=None, outcome="done")
                done += 1
            return done
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(work, range(6)))
    # A worker may find eight that others take from under it and end early; nothing may be done twice.
    left = Chore.objects.filter(due_at__isnull=False).count()
    assert sum(done) + left == 40
    assert not Chore.objects.filter(times__gt=1).exists()
    assert Chore.objects.filter(times=1, outcome="done").count() == sum(done)
