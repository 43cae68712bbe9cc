"""What was gone and appears again says so, also when it is found by the picture that was kept."""

from __future__ import annotations

import asyncio

import pytest
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Fingerprint
from jikimi.service.loops.read_again import keep_next
from jikimi.sources.base import MediaGone, SourceUnavailable
from jikimi.watch.actions.keep_item import MOST_ATTEMPTS
from jikimi.watch.actions.mark_gone import mark_gone
from jikimi.watch.actions.record_authority import end_authority, record_authority
from jikimi.watch.actions.settle_sighting import dismiss_sighting, settle_as_confirmed
from jikimi.watch.models import Room, Sighting
from jikimi.watch.queries import authorities, summary
from jikimi.watch.refusals import Refused
from tests.watch.engine import Heard, engine_over, file
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import BASIS, file_of, follower, new_room, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(operator: Actor) -> Room:
    record_authority(operator, country="KR", basis=BASIS, now=timezone.now())
    return new_room(operator)


@pytest.fixture
def sighting(room: Room, caseworker: Actor, case: Case) -> Sighting:
    """An altered picture of the astronaut, confirmed."""
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    (found,) = record(room, [file_of("$1", seen("astronaut", "altered"), follower())])
    settle_as_confirmed(caseworker, found, now=timezone.now())
    return found


def keep(source: MemorySource) -> bool:
    async def run() -> bool:
        async with engine_over(source, Heard()) as engine:
            return await keep_next(engine)

    return asyncio.run(run())


def serving() -> MemorySource:
    source = MemorySource()
    source.put("$1", file("astronaut", "altered"))
    return source


def test_a_copy_of_what_was_gone_came_back(room: Room, sighting: Sighting) -> None:
    bank = follower()
    (second,) = record(room, [file_of("$2", seen("astronaut", "altered"), bank)])
    assert not second.came_back
    mark_gone(sighting.pk, now=timezone.now())
    (third,) = record(room, [file_of("$3", seen("astronaut", "mirrored_part"), bank)])
    assert third.came_back


def test_the_confirmed_picture_is_kept_and_finds_the_next_copy(room: Room, sighting: Sighting) -> None:
    assert keep(serving())
    assert not keep(serving())
    sighting.refresh_from_db()
    item = Fingerprint.objects.get(kind="item")
    assert sighting.kept_item == item
    mark_gone(sighting.pk, now=timezone.now())
    (again,) = record(room, [file_of("$2", seen("astronaut", "altered"), follower())])
    assert again.came_back
    assert again.kind == "same"
    assert again.fingerprint == item


def test_only_what_was_made_from_her_photograph_is_kept(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("coffee"))
    (unaltered,) = record(room, [file_of("$1", seen("coffee"), follower())])
    settle_as_confirmed(caseworker, unaltered, now=timezone.now())
    assert unaltered.kind == "same"
    assert not keep(serving())


@pytest.mark.parametrize(
    ("trouble", "note", "tries"),
    [
        (MediaGone("Gone."), "The file was not served any more when it was to be read.", 1),
        (SourceUnavailable("Away."), "The place did not give the file in time.", MOST_ATTEMPTS),
    ],
)
def test_what_could_not_be_kept_is_shown_and_not_fatal(
    sighting: Sighting, trouble: Exception, note: str, tries: int
) -> None:
    source = serving()
    source.wrong["mxc://here/$1"] = trouble  # type: ignore[assignment]
    for _ in range(tries):
        assert keep(source)
        Sighting.objects.filter(keep_at__isnull=False).update(keep_at=timezone.now())
    assert not keep(source)
    sighting.refresh_from_db()
    assert (sighting.keep_note, sighting.kept_item, sighting.state) == (note, None, "confirmed")
    assert summary().pictures_not_kept == 1


def test_nothing_is_fetched_without_an_authority_in_force(sighting: Sighting, operator: Actor) -> None:
    end_authority(operator, authorities()[0].pk, now=timezone.now())
    source = serving()
    assert not keep(source)
    assert source.opened == []


def test_nothing_is_kept_after_the_yes_was_taken_back(
    sighting: Sighting, caseworker: Actor, case: Case
) -> None:
    withdraw_consent(caseworker, case, "watch")
    assert keep(serving())
    sighting.refresh_from_db()
    assert case.number in sighting.keep_note
    assert not Fingerprint.objects.filter(kind="item").exists()


def test_a_decision_stands(sighting: Sighting, caseworker: Actor) -> None:
    with pytest.raises(Refused, match="decided already"):
        dismiss_sighting(caseworker, sighting, now=timezone.now())


def test_who_dismissed_in_error_may_still_say_yes(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    (found,) = record(room, [file_of("$1", seen("astronaut", "altered"), follower())])
    dismiss_sighting(caseworker, found, now=timezone.now())
    settle_as_confirmed(caseworker, found, now=timezone.now())
    assert Sighting.objects.get().state == "confirmed"
