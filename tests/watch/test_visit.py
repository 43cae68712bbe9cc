"""Visits to a room whose place is away, slow, refusing, or full of bad files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.fingerprint.film import Film
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.service.loops.read_again import read_next_again
from jikimi.service.loops.visit_room import visit_room
from jikimi.service.loops.watch import NoAuthority, watch
from jikimi.sources.base import MediaGone, SourceRefused, SourceUnavailable
from jikimi.watch.actions.read_again import MOST_ATTEMPTS
from jikimi.watch.actions.record_authority import end_authority, record_authority
from jikimi.watch.bank_follower import Compared
from jikimi.watch.models import Authority, Post, Room, RoomState, Sighting
from jikimi.watch.queries import summary
from tests.watch.engine import QUICK, Heard, engine_over, file
from tests.watch.memory_source import UNAVAILABLE, MemorySource
from tests.watch.pictures import record_of
from tests.watch.recorded import BASIS, claimed, new_room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def authority(operator: Actor) -> Authority:
    return record_authority(operator, country="kr", basis=BASIS, now=timezone.now())


@pytest.fixture
def room(operator: Actor, authority: Authority) -> Room:
    return new_room(operator)


def visit(source: MemorySource) -> Heard:
    """Everything due now, once."""
    heard = Heard()

    async def run() -> None:
        async with engine_over(source, heard) as engine:
            await watch(engine, once=True)

    asyncio.run(run())
    return heard


def read_again(source: MemorySource, heard: Heard | None = None) -> bool:
    """Whether a file was due for another try."""

    async def run() -> bool:
        async with engine_over(source, heard or Heard()) as engine:
            await engine.database(engine.follower.load)
            return await read_next_again(engine)

    return asyncio.run(run())


def due_again() -> None:
    Room.objects.update(next_visit_at=timezone.now())


def test_a_visit_remembers_in_order_and_reads_side_by_side(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    source = MemorySource()
    for number in range(40):
        if number == 25:
            source.put("$25", file("astronaut", "altered"))
        elif number % 5 == 0:
            source.put(f"${number}", None)
        else:
            source.put(f"${number}", file("coffee" if number % 2 else "rocket"))
    heard = visit(source)

    posts = list(Post.objects.order_by("pk"))
    with_files = [post_id for post_id in source.order if f"mxc://here/{post_id}" in source.files]
    assert [str(post.address).rpartition("/")[2] for post in posts] == with_files
    assert source.most_open > 1
    sighting = Sighting.objects.get()
    assert heard.err == []
    (line,) = heard.out
    assert line.startswith(f"Sighting {sighting.pk}: case {case.number}, photo ")
    assert "altered" in line
    assert "after the post" in line
    assert "matrix://" not in line
    room = Room.objects.get()
    assert room.cursor == "40"
    assert room.caught_up_at is not None

    due_again()
    visit(source)
    assert Post.objects.count() == len(with_files)
    assert source.asked_from == [None, "40"]


def test_a_place_that_is_away_is_asked_again_later_from_where_we_were(room: Room) -> None:
    source = MemorySource()
    for number in range(6):
        source.put(f"${number}", file("coffee"))
    source.away[3] = UNAVAILABLE
    heard = visit(source)
    room = Room.objects.get()
    assert Post.objects.count() == 3
    assert room.problem == str(UNAVAILABLE)
    assert room.next_visit_at is not None
    assert room.next_visit_at >= timezone.now() + timedelta(seconds=4)
    assert heard.out == [f"Room {room.pk} cannot be read for now: {UNAVAILABLE}"]
    assert summary().rooms[0].problem == str(UNAVAILABLE)

    first_pause = room.next_visit_at - timezone.now()
    due_again()
    visit(source)
    room = Room.objects.get()
    assert room.next_visit_at is not None
    assert room.next_visit_at - timezone.now() > first_pause * 1.5

    source.away.clear()
    due_again()
    visit(source)
    room = Room.objects.get()
    assert (room.problem, room.troubles_in_a_row, Post.objects.count()) == ("", 0, 6)
    assert source.asked_from == [None, "3", "3"]


def test_a_refused_room_is_left_alone_and_says_why(room: Room) -> None:
    source = MemorySource(away={0: SourceRefused("This room is encrypted; only its members can read it.")})
    source.put("$0", None)
    visit(source)
    room = Room.objects.get()
    assert (room.state, room.next_visit_at) == (RoomState.REFUSED, None)
    assert room.problem.startswith("This room is encrypted")


def test_one_bad_file_holds_up_nothing_and_is_tried_again_where_that_helps(room: Room) -> None:
    source = MemorySource()
    for name in ("broken", "gone", "slow", "huge", "good"):
        source.put(f"${name}", file("coffee"))
    source.files["mxc://here/$broken"] = b"\xff\xd8 not a picture at all"
    source.wrong["mxc://here/$gone"] = MediaGone("No longer there.")
    source.wrong["mxc://here/$slow"] = SourceUnavailable("Slow.", retry_after=1)
    source.wrong["mxc://here/$huge"] = SourceRefused("The file is larger than 32 MB.")
    visit(source)
    by_name = {str(post.address).rpartition("$")[2]: post for post in Post.objects.all()}
    assert by_name["good"].compact is not None
    assert {name for name, post in by_name.items() if post.next_read_at} == {"slow"}
    assert {name for name, post in by_name.items() if post.unread_reason} == {
        "broken",
        "gone",
        "slow",
        "huge",
    }
    assert Room.objects.get().problem == ""
    counted = summary()
    assert (counted.files_to_read_again, counted.files_never_read) == (1, 3)


def test_a_file_that_was_late_is_read_again_and_compared(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    source = MemorySource()
    source.put("$1", file("astronaut", "mirrored_part"))
    source.wrong["mxc://here/$1"] = SourceUnavailable("Slow.", retry_after=1)
    visit(source)
    assert not read_again(source), "it is not due yet"
    Post.objects.update(next_read_at=timezone.now())
    assert read_again(source)
    assert Post.objects.get().read_attempts == 2
    source.wrong.clear()
    Post.objects.update(next_read_at=timezone.now())
    heard = Heard()
    assert read_again(source, heard)
    post = Post.objects.get()
    assert (post.unread_reason, post.next_read_at) == ("", None)
    assert Sighting.objects.count() == 1
    assert len(heard.out) == 1


def test_half_a_character_holds_up_nothing(room: Room) -> None:
    source = MemorySource()
    source.put("$\ud800", file("coffee"))
    source.put("$next", file("coffee"))
    assert visit(source).err == []
    assert [str(post.address).rpartition("$")[2] for post in Post.objects.order_by("pk")] == ["?", "next"]
    Room.objects.update(cursor=None, next_visit_at=timezone.now())
    visit(source)
    assert Post.objects.count() == 2


def test_one_visit_at_a_time_ends_after_its_time_and_goes_on_later(room: Room) -> None:
    source = MemorySource()
    for number in range(30):
        source.put(f"${number}", file("coffee"))

    async def run() -> None:
        async with engine_over(source, Heard(), pace=replace(QUICK, visit_s=0.0, batch=4)) as engine:
            await engine.database(engine.follower.load)
            ours = await engine.database(claimed, room)
            await visit_room(engine, ours)

    asyncio.run(run())
    first = Room.objects.get()
    assert 0 < Post.objects.count() < 30
    assert first.caught_up_at is None
    assert first.next_visit_at is not None
    assert first.next_visit_at <= timezone.now()
    visit(source)
    assert [str(post.address).rpartition("/")[2] for post in Post.objects.order_by("pk")] == source.order


def test_trying_again_ends_and_stays_visible(room: Room) -> None:
    source = MemorySource(wrong={"mxc://here/$1": SourceUnavailable("Slow.", retry_after=1)})
    source.put("$1", file("coffee"))
    visit(source)
    tries = 1
    while Post.objects.filter(next_read_at__isnull=False).exists():
        Post.objects.update(next_read_at=timezone.now())
        assert read_again(source)
        tries += 1
    assert tries == MOST_ATTEMPTS
    assert summary().files_never_read == 1


@pytest.mark.usefixtures("_room_without_authority")
def test_nothing_is_watched_without_an_authority_in_force(operator: Actor) -> None:
    source = MemorySource()
    source.put("$1", file("coffee"))
    with pytest.raises(NoAuthority, match="docs/legal-basis"):
        visit(source)
    recorded = record_authority(operator, country="KR", basis=BASIS, now=timezone.now())
    end_authority(operator, recorded.pk, now=timezone.now())
    with pytest.raises(NoAuthority):
        visit(source)
    assert source.asked_from == []


@pytest.fixture
def _room_without_authority(operator: Actor) -> Room:
    return new_room(operator)


def test_a_yes_taken_back_while_pictures_are_compared_leaves_no_sighting(
    room: Room, caseworker: Actor, case: Case
) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    source = MemorySource()
    source.put("$1", file("astronaut"))
    heard = Heard()

    async def run() -> None:
        async with engine_over(source, heard) as engine:
            compare = engine.follower.compare

            def compare_then_withdraw(seen: Fingerprint | Film) -> Compared:
                compared = compare(seen)
                withdraw_consent(caseworker, case, "watch")
                connections.close_all()  # this is a thread of the test's own
                return compared

            engine.follower.compare = compare_then_withdraw  # type: ignore[method-assign]
            await watch(engine, once=True)

    asyncio.run(run())
    assert Post.objects.count() == 1
    assert not Sighting.objects.exists()
    assert heard.out == []
