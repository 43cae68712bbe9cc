"""A destination gets no more than its playbook says, whoever sends and whatever restarts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.rate_limit import Rate
from jikimi.routes.base import NotSent
from jikimi.service.loops.send import send_next
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.hold_notice import hold_notice
from jikimi.takedown.models import Attempt, Notice, Outcome
from tests.takedown.found import asked_by, sightings_of
from tests.takedown.sending.scripted import ScriptedRoute, says, takes
from tests.takedown.test_at_once import Other
from tests.watch.engine import Heard, engine_over
from tests.watch.memory_source import MemorySource

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = 'kind = "email"\ndestination = "${admin_contact}"\nrate_limit = "2/1h"'
TWO_AN_HOUR = Rate(2, timedelta(hours=1))


def letters(caseworker: Actor, case: Case, folder: Path, how_many: int) -> list[Notice]:
    by = asked_by(folder, MAIL)
    notices = []
    for sighting in sightings_of(caseworker, case, *(f"${number}" for number in range(how_many))):
        now = timezone.now()
        notices += confirm_sighting(caseworker, sighting, ground="look", proof="kept", letterhead=by, now=now)
    return notices


def begin(now: datetime, limit: Rate | None = TWO_AN_HOUR) -> bool:
    ours = claim_notice(now=now, lease_s=60, due_by=now)
    return ours is not None and begin_attempt(ours, now=now, limit=limit) is not None


def test_two_an_hour_are_two_in_any_hour(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    letters(caseworker, case, tmp_path, 5)
    start = timezone.now()
    begun = [minute for minute in range(0, 181, 5) if begin(start + timedelta(minutes=minute))]
    assert begun == [0, 5, 60, 65, 120]
    assert Attempt.objects.count() == 5
    waiting = Notice.objects.filter(state="due")
    assert not waiting.exists()


def test_who_waits_says_why_and_loses_no_try(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    letters(caseworker, case, tmp_path, 3)
    now = timezone.now()
    assert [begin(now) for _ in range(3)] == [True, True, False]
    waiting = Notice.objects.get(state="due")
    assert waiting.reason.startswith("It waits its turn")
    assert waiting.tries_left == Notice.objects.exclude(state="due")[0].tries_left
    assert (waiting.send_after, waiting.lease_token) == (now + timedelta(hours=1), "")


def test_the_most_urgent_goes_when_there_is_room(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    *_, last = letters(caseworker, case, tmp_path, 5)
    now = timezone.now()
    assert [begin(now) for _ in range(3)] == [True, True, False]
    Notice.objects.filter(pk=last.pk).update(rank=0)
    assert begin(now + timedelta(hours=1))
    assert Notice.objects.get(pk=last.pk).state == "in window"


def test_what_did_not_go_out_counts_for_nothing(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    letters(caseworker, case, tmp_path, 4)
    now = timezone.now()
    assert begin(now)
    assert begin(now)
    Attempt.objects.update(outcome=Outcome.NOT_SENT)
    assert begin(now)


def test_other_destinations_have_room_of_their_own(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    *_, elsewhere = letters(caseworker, case, tmp_path, 4)
    Notice.objects.filter(pk=elsewhere.pk).update(destination_tag=b"e" * 32, rank=50)
    now = timezone.now()
    assert [begin(now) for _ in range(3)] == [True, True, False]
    assert begin(now)
    assert Notice.objects.get(pk=elsewhere.pk).state == "in window"


def test_a_clock_that_jumped_ahead_blocks_nothing_for_ever(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    letters(caseworker, case, tmp_path, 4)
    now = timezone.now()
    assert begin(now + timedelta(days=1))
    assert begin(now + timedelta(days=1))
    Notice.objects.filter(state="due").update(send_after=now)
    assert begin(now)


def test_one_that_is_held_back_still_says_so(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    *_, held = letters(caseworker, case, tmp_path, 4)
    now = timezone.now()
    hold_notice(caseworker, held, until=now + timedelta(days=3), now=now)
    assert [begin(now) for _ in range(3)] == [True, True, False]
    held.refresh_from_db()
    assert held.reason.startswith("Held until")


def test_who_waits_for_room_waits_for_nobody_who_adds_a_link(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    """They hold the last one and want the first: both would wait for ever, where locks are of rows."""
    letters(caseworker, case, tmp_path, 5)
    now = timezone.now()
    assert [begin(now), begin(now)] == [True, True]
    full = claim_notice(now=now, lease_s=60, due_by=now)
    assert full is not None
    other = Other(lambda: begin_attempt(full, now=now, limit=TWO_AN_HOUR))
    first, last = (
        Notice.objects.filter(state="due").exclude(pk=full.pk).order_by("pk").values_list("pk", flat=True)
    )
    with transaction.atomic():
        list(Notice.objects.select_for_update().filter(pk=last))
        other.begins()
        list(Notice.objects.select_for_update().filter(pk=first))
    other.ends()
    full.refresh_from_db()
    assert full.reason.startswith("It waits its turn")


def test_without_a_limit_there_is_none(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    letters(caseworker, case, tmp_path, 4)
    now = timezone.now()
    assert all(begin(now, limit=None) for _ in range(4))


def test_several_workers_keep_one_limit(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    letters(caseworker, case, tmp_path, 8)
    route, by = ScriptedRoute("email", takes), asked_by(tmp_path, MAIL)

    async def run() -> None:
        source = MemorySource()
        async with (
            engine_over(source, Heard(), routes={"email": route}) as one,
            engine_over(source, Heard(), routes={"email": route}) as other,
        ):
            workers = [replace(one, letterhead=by), replace(other, letterhead=by)]
            await asyncio.gather(*(send_next(worker, None) for worker in workers * 8))

    asyncio.run(run())
    assert len(route.sent) == 2
    assert Notice.objects.filter(state="due").count() == 6


def test_a_refusing_relay_is_tried_again_in_its_own_time(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    letters(caseworker, case, tmp_path, 1)
    route = ScriptedRoute("email", says(NotSent("Away.", try_again=True)))

    async def run() -> None:
        async with engine_over(MemorySource(), Heard(), routes={"email": route}) as engine:
            for _ in range(4):
                await send_next(replace(engine, letterhead=asked_by(tmp_path, MAIL)), None)

    asyncio.run(run())
    assert len(route.sent) == 4
