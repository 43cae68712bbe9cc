"""The loop that looks at links: what it says, how often it looks, and what came back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.service.loops.look import look_next
from jikimi.sources.base import Grade, LinkAddress, Observation
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.certainty import Bar
from jikimi.takedown.models import Check, Link
from jikimi.takedown.next_step import Looks
from jikimi.takedown.queries import links_visible_to, summary
from jikimi.takedown.refusals import NotOurs
from jikimi.watch.models import Sighting
from tests.takedown.found import confirmed, sighting_of
from tests.watch.engine import QUICK, Heard, engine_over
from tests.watch.memory_source import MemorySource

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = Looks(Bar(apart=timedelta(0)), after_asking=(10, 100, 1000), once_gone=(50, 500), stop_after_s=5000)


@pytest.fixture
def link(caseworker: Actor, case: Case) -> Link:
    confirmed(caseworker, sighting_of(caseworker, case))
    return Link.objects.get()


def look(source: MemorySource, times: int = 1) -> Heard:
    heard = Heard()

    async def run() -> None:
        async with engine_over(source, heard, pace=replace(QUICK, looks_apart_s=0.0)) as engine:
            for _ in range(times):
                await engine.database(Link.objects.update, next_check_at=timezone.now())
                assert await look_next(engine, None)

    asyncio.run(run())
    return heard


def test_from_live_to_gone_to_back_again(link: Link) -> None:
    source = MemorySource(grade=Grade.LIVE)
    assert look(source).out == [f"Link {link.pk} (case {link.case.number}): live."]
    source.grade = Grade.FILE_STILL_SERVED
    assert "message gone but file served" in look(source).out[0]
    source.grade = Grade.GONE
    assert look(source).out == []
    assert Link.objects.get().state == "message gone but file served"
    assert Sighting.objects.get().gone_at is None
    assert look(source).out == [f"Link {link.pk} (case {link.case.number}): gone (2 looks)."]
    assert Sighting.objects.get().gone_at is not None
    source.grade = Grade.LIVE
    assert "came back" in look(source).out[0]
    assert Check.objects.count() == 5
    assert Link.objects.get().looks == 5


def test_cannot_tell_is_shown_and_counts_for_nothing(link: Link) -> None:
    look(MemorySource(grade=Grade.CANNOT_TELL), times=5)
    link.refresh_from_db()
    assert (link.state, link.looks, link.gone_looks) == ("not looked yet", 5, 0)
    assert summary().links_that_cannot_be_told == 1
    look(MemorySource(grade=Grade.GONE))
    look(MemorySource(grade=Grade.CANNOT_TELL))
    assert Link.objects.get().state == "not looked yet"


def test_a_source_that_stumbles_cannot_tell(link: Link) -> None:
    class Stumbling(MemorySource):
        async def still_there(self, link: LinkAddress) -> Observation:
            raise ValueError("something with an address in it")

    look(Stumbling())
    check = Check.objects.get()
    assert (check.grade, check.seen) == ("cannot tell", {"trouble": "ValueError"})


def step(grade: Grade, *, after_s: float = 0.0) -> float | None:
    """One look; gives the pause until the next."""
    now = timezone.now() + timedelta(seconds=after_s)
    Link.objects.update(next_check_at=now)
    ours = claim_link(["matrix"], now=now, lease_s=60, due_by=now)
    assert ours is not None
    record_check(ours, Observation(grade, now), now=now, looks=LOOKS)
    due = Link.objects.get().next_check_at
    return (due - now).total_seconds() if due else None


@pytest.mark.usefixtures("link")
def test_looks_follow_the_playbooks_rhythm() -> None:
    assert [step(Grade.LIVE) for _ in range(5)] == [10, 100, 1000, 1000, 1000]
    assert step(Grade.GONE) == 1, "it looks gone: soon once more"
    assert [step(Grade.GONE) for _ in range(3)] == [50, 500, 500]
    assert step(Grade.LIVE) == 10, "it came back: often again"
    assert [step(Grade.GONE) for _ in range(2)] == [1, 50]
    assert step(Grade.GONE, after_s=5001) is None, "it has stayed gone long enough"


def test_who_lost_the_lease_writes_nothing(link: Link) -> None:
    now = timezone.now()
    ours = claim_link(["matrix"], now=now, lease_s=60, due_by=now)
    assert ours is not None
    Link.objects.update(lease_token="somebody else's")
    with pytest.raises(NotOurs):
        record_check(ours, Observation(Grade.GONE, now), now=now, looks=LOOKS)
    assert not Check.objects.exists()
    assert Link.objects.get().looks == 0


def test_others_see_no_link(link: Link, caseworker: Actor, other_team: Actor, operator: Actor) -> None:
    assert list(links_visible_to(caseworker)) == [link]
    assert not links_visible_to(other_team)
    assert not links_visible_to(operator)
