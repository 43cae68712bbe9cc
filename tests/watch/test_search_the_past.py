"""A photograph protected today is found among what was seen yesterday, with no gap between the two."""

from __future__ import annotations

import asyncio

import pytest
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.service.loops import past
from jikimi.service.loops.past import search_next
from jikimi.watch.actions.search_the_past import (
    claim_past_search,
    compare_past,
    finish_past_search,
    newly_protected,
    next_posts,
    record_past,
)
from jikimi.watch.models import PastSearch, Post, Room, Sighting
from jikimi.watch.queries import summary
from jikimi.watch.refusals import BankMoved, LeaseLost
from tests.watch.engine import Heard, engine_over
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import file_of, follower, new_room, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(operator: Actor) -> Room:
    """A room where 12 pictures were seen; numbers 3 and 7 are of the astronaut."""
    room = new_room(operator)
    pictures = [seen("coffee"), seen("rocket")] * 6
    pictures[3], pictures[7] = seen("astronaut", "altered"), seen("astronaut", "mirrored_part")
    bank = follower()
    record(room, [file_of(f"${number}", picture, bank) for number, picture in enumerate(pictures)])
    return room


def search_all() -> Heard:
    heard = Heard()

    async def run() -> None:
        async with engine_over(MemorySource(), heard) as engine:
            while await search_next(engine):
                pass

    asyncio.run(run())
    return heard


@pytest.mark.usefixtures("room")
def test_what_was_seen_before_is_found(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "BATCH", 5)
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    assert summary().searching_the_past == 0
    heard = search_all()
    found = Sighting.objects.order_by("pk")
    assert [str(sighting.post.address)[-2:] for sighting in found if sighting.post] == ["$3", "$7"]
    assert all(sighting.from_the_past for sighting in found)
    assert len(heard.out) == 2
    assert all("before it was protected" in line for line in heard.out)
    search = PastSearch.objects.get()
    assert (search.posts_compared, search.done_at is not None) == (12, True)
    assert summary().searching_the_past is None
    assert search_all().out == []
    assert PastSearch.objects.count() == 1


@pytest.mark.usefixtures("room")
def test_several_photographs_are_searched_in_one_go(caseworker: Actor, case: Case) -> None:
    for name in ("astronaut", "coffee", "chelsea"):
        protect(caseworker, case, kind="original", record=record_of(name))
    search_all()
    assert PastSearch.objects.count() == 1
    assert Sighting.objects.count() == 2 + 6


@pytest.mark.usefixtures("room")
def test_records_that_cannot_be_read_stop_no_search(caseworker: Actor, case: Case) -> None:
    first = Post.objects.order_by("pk").first()
    assert first is not None
    first.compact = b"damaged"
    first.save(update_fields=["compact"])
    protect(caseworker, case, kind="original", record=record_of("coffee")[:-1])
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    search_all()
    assert Sighting.objects.count() == 2
    search = PastSearch.objects.get()
    assert (search.posts_compared, search.done_at is not None) == (12, True)


@pytest.mark.usefixtures("room")
def test_a_search_that_is_cut_off_goes_on_where_it_was(caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    first = claim_past_search(now=timezone.now(), lease_s=0.0)
    assert first is not None
    wanted = newly_protected(first)
    posts = next_posts(first, 5)
    found = [(post, compare_past(wanted, post)) for post in posts]
    PastSearch.objects.update(lease_until=timezone.now() + timezone.timedelta(seconds=60))
    assert len(record_past(first, found, wanted=wanted, now=timezone.now(), lease_s=0.0)) == 1

    # That worker was killed here; its lease has run out.
    second = claim_past_search(now=timezone.now(), lease_s=60.0)
    assert second is not None
    assert (second.pk, second.posts_compared) == (first.pk, 5)
    assert [post.pk for post in next_posts(second, 100)] == [
        post.pk for post in Post.objects.order_by("pk")[5:]
    ]
    with pytest.raises(LeaseLost):
        record_past(first, found, wanted=wanted, now=timezone.now(), lease_s=60.0)
    with pytest.raises(LeaseLost):
        finish_past_search(first, now=timezone.now())
    assert Sighting.objects.count() == 1


@pytest.mark.usefixtures("room")
def test_what_is_withdrawn_during_the_search_is_not_sighted(caseworker: Actor, case: Case) -> None:
    fingerprint, _ = protect(caseworker, case, kind="original", record=record_of("astronaut"))
    search = claim_past_search(now=timezone.now(), lease_s=60.0)
    assert search is not None
    wanted = newly_protected(search)
    found = [(post, compare_past(wanted, post)) for post in next_posts(search, 100)]
    assert any(matches for _, matches in found)
    withdraw_fingerprint(caseworker, fingerprint)
    with pytest.raises(BankMoved):
        record_past(search, found, wanted=wanted, now=timezone.now(), lease_s=60.0)
    assert not Sighting.objects.exists()
    assert len(newly_protected(search).matcher) == 0


def test_a_post_recorded_after_the_photograph_is_not_compared_again(
    room: Room, caseworker: Actor, case: Case
) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    record(room, [file_of("$new", seen("astronaut"), follower())])
    search = claim_past_search(now=timezone.now(), lease_s=60.0)
    assert search is not None
    assert len(next_posts(search, 100)) == 12
    search_all()
    PastSearch.objects.update(lease_until=None)
    search_all()
    assert Sighting.objects.filter(from_the_past=False).count() == 1
    assert Sighting.objects.filter(from_the_past=True).count() == 2
