"""Posts, sightings, cursor and ledger entry: all of it or nothing, and never twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, LedgerEntry
from jikimi.cases.queries import ledger_entries
from jikimi.ledger.verify import verify
from jikimi.watch.actions.record_posts import record_posts
from jikimi.watch.models import Post, Room, Sighting
from jikimi.watch.refusals import BankMoved, LeaseLost
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import KEEP, claimed, file_of, follower, new_room, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(operator: Actor) -> Room:
    return new_room(operator)


@pytest.fixture
def _protected(caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))


@pytest.mark.usefixtures("_protected")
def test_the_same_posts_again_change_nothing(room: Room, auditor: Actor) -> None:
    bank = follower()
    files = [file_of("$1", seen("astronaut", "mirrored_part"), bank), file_of("$2", seen("coffee"), bank)]
    first = record(room, files, cursor="2")
    again = record(room, [*files, file_of("$3", seen("rocket"), bank)], cursor="3")

    assert [sighting.post.address for sighting in first if sighting.post] == ["matrix://here/!room:here/$1"]
    assert again == []
    assert Post.objects.count() == 3
    assert Sighting.objects.count() == 1
    room.refresh_from_db()
    assert room.cursor == "3"
    assert verify(ledger_entries(auditor)).problems == []
    assert LedgerEntry.objects.filter(verb="watch.see").count() == 1


@pytest.mark.usefixtures("_protected")
def test_who_lost_the_lease_writes_nothing(room: Room) -> None:
    ours = claimed(room)
    claimed(room)  # the lease ran out and another worker has the room now
    before = LedgerEntry.objects.count()
    files = [file_of("$1", seen("astronaut"), follower())]
    with pytest.raises(LeaseLost):
        record_posts(ours, files, cursor="1", now=timezone.now(), lease_s=60, keep=KEEP)
    assert not Post.objects.exists()
    assert not Sighting.objects.exists()
    assert Room.objects.get().cursor is None
    assert LedgerEntry.objects.count() == before


def test_a_photograph_protected_meanwhile_is_compared_before_anything_is_written(
    room: Room, caseworker: Actor, case: Case
) -> None:
    bank = follower()
    files = [file_of("$1", seen("astronaut"), bank)]
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    with pytest.raises(BankMoved):
        record(room, files, cursor="1")
    assert not Post.objects.exists()
    assert Room.objects.get().cursor is None

    bank.catch_up()
    assert len(record(room, [file_of("$1", seen("astronaut"), bank)], cursor="1")) == 1


def test_a_photograph_withdrawn_meanwhile_is_not_sighted(room: Room, caseworker: Actor, case: Case) -> None:
    fingerprint, _ = protect(caseworker, case, kind="original", record=record_of("astronaut"))
    bank = follower()
    files = [file_of("$1", seen("astronaut"), bank)]
    assert files[0].compared is not None
    assert files[0].compared.matches
    withdraw_fingerprint(caseworker, fingerprint)
    with pytest.raises(BankMoved):
        record(room, files)
    bank.catch_up()
    assert record(room, [file_of("$1", seen("astronaut"), bank)]) == []
    assert Post.objects.count() == 1


@pytest.mark.usefixtures("_protected")
@pytest.mark.parametrize(
    "place", ["matrix://here/#school:here", "matrix://here/!room:here", "@Somebody:here", "@other:here"]
)
def test_nothing_alarms_in_an_allowed_place(room: Room, caseworker: Actor, case: Case, place: str) -> None:
    allow_place(caseworker, case, place)
    (sighting,) = record(room, [file_of("$1", seen("astronaut"), follower())])
    assert sighting.state == ("open" if place == "@other:here" else "allowed")


def test_one_sighting_a_case_by_its_best_photograph(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    again, _ = protect(caseworker, case, kind="item", record=record_of("astronaut"))
    (sighting,) = record(room, [file_of("$1", seen("astronaut"), follower())])
    assert sighting.fingerprint in (again, case.fingerprints.get(kind="original"))
    assert sighting.case == case


def test_what_could_not_be_read_is_kept_with_its_reason(room: Room) -> None:
    record(room, [file_of("$1", None, None)])
    post = Post.objects.get()
    assert post.compact is None
    assert post.unread_reason == "It could not be read."
    assert post.next_read_at is not None
