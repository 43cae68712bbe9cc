"""A video in a watched room: its frames are compared, the sighting names the second, its past is kept."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Fingerprint
from jikimi.fingerprint.film import from_remembered
from jikimi.fingerprint.pdq import distance
from jikimi.service.loops.past import search_next
from jikimi.service.loops.read_again import keep_next
from jikimi.service.loops.watch import watch
from jikimi.sources.base import Media, MediaGone, SourceRefused
from jikimi.watch.actions.record_authority import record_authority
from jikimi.watch.actions.settle_sighting import settle_as_confirmed
from jikimi.watch.models import Post, Room, Sighting
from jikimi.watch.queries import summary
from jikimi.watch.reading import IN_PART, LARGE_FILE, look_at, read_file
from tests.watch.engine import Heard, NamedPictures, engine_over, file, film
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import protected, record_of
from tests.watch.recorded import BASIS, new_room

pytestmark = pytest.mark.django_db(transaction=True)

CLIP = film(file("coffee"), file("rocket"), file("astronaut", "altered"), file("chelsea"))


@pytest.fixture
def room(operator: Actor) -> Room:
    record_authority(operator, country="KR", basis=BASIS, now=timezone.now())
    return new_room(operator)


def place(data: bytes) -> MemorySource:
    source = MemorySource()
    source.put("$1", data)
    return source


def visit(source: MemorySource) -> Heard:
    heard = Heard()

    async def run() -> None:
        async with engine_over(source, heard) as engine:
            await watch(engine, once=True)

    asyncio.run(run())
    return heard


def test_the_sighting_names_the_second(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    heard = visit(place(CLIP))
    sighting = Sighting.objects.get()
    assert (sighting.second, sighting.kind) == (2.0, "altered")
    assert "at 0:02 of the video" in heard.out[0]


def test_a_picture_has_no_second(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    heard = visit(place(file("astronaut", "altered")))
    assert Sighting.objects.get().second is None
    assert "of the video" not in heard.out[0]


def test_a_video_seen_yesterday_is_searched_for_what_is_protected_today(
    room: Room, caseworker: Actor, case: Case
) -> None:
    visit(place(CLIP))
    kept = from_remembered(bytes(Post.objects.get().compact or b""))
    assert [frame.second for frame in kept.frames] == [0.0, 1.0, 2.0, 3.0]
    protect(caseworker, case, kind="original", record=record_of("astronaut"))

    async def run() -> None:
        async with engine_over(MemorySource(), Heard()) as engine:
            while await search_next(engine):
                pass

    asyncio.run(run())
    sighting = Sighting.objects.get()
    assert (sighting.second, sighting.from_the_past) == (2.0, True)


def test_the_frame_that_was_confirmed_is_kept_and_no_other(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    source = place(CLIP)
    visit(source)
    settle_as_confirmed(caseworker, Sighting.objects.get(), now=timezone.now())

    async def run() -> bool:
        async with engine_over(source, Heard()) as engine:
            return await keep_next(engine)

    assert asyncio.run(run())
    item = Fingerprint.objects.get(kind="item")
    assert Sighting.objects.get().kept_item == item
    kept = from_remembered(bytes(item.record or b"")).frames[0].fingerprint
    assert distance(kept.pdq[0], protected("astronaut", "altered").pdq[0]) == 0


def test_a_video_seen_in_part_is_compared_and_told(room: Room, caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    visit(place(b"long " + CLIP))
    post = Post.objects.get()
    assert post.unread_reason == IN_PART
    assert post.compact is not None
    assert Sighting.objects.count() == 1
    assert summary().files_never_read == 1


def media_of(source: MemorySource, video: bytes | Exception, preview: bytes | Exception) -> Media:
    for address, what in (("mxc://v", video), ("mxc://p", preview)):
        if isinstance(what, bytes):
            source.files[address] = what
        else:
            source.wrong[address] = what  # type: ignore[assignment]
    shown = Media("mxc://p", partial(source.open_media, "mxc://p"))
    return Media("mxc://v", partial(source.open_media, "mxc://v"), preview=shown)


TOO_LARGE = SourceRefused("The file is larger than 32 MB, so it was not read.")


@pytest.mark.parametrize(
    ("video", "preview", "seconds", "why"),
    [
        (CLIP, file("astronaut"), [0.0, 1.0, 2.0, 3.0, None], ""),
        (CLIP, MediaGone("Gone."), [0.0, 1.0, 2.0, 3.0], "Its preview could not be read"),
        (TOO_LARGE, file("astronaut"), [None], "larger than 32 MB"),
        (TOO_LARGE, MediaGone("Gone."), None, "larger than 32 MB"),
    ],
)
async def test_a_video_and_its_preview_are_one_file(
    video: bytes | Exception, preview: bytes | Exception, seconds: list[float | None] | None, why: str
) -> None:
    media = media_of(MemorySource(), video, preview)
    reading = await look_at(media, NamedPictures(), asyncio.Semaphore(1))
    assert (reading.read and [frame.second for frame in reading.read.frames]) == seconds
    assert reading.unread_reason == "" if not why else why in reading.unread_reason


async def test_large_files_wait_for_one_another() -> None:
    source = place(bytes(LARGE_FILE + 1))
    inside, most = 0, 0

    async def look(data: bytes) -> int:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.02)
        inside -= 1
        return len(data)

    large = asyncio.Semaphore(2)
    opener = partial(source.open_media, "mxc://here/$1")
    read = await asyncio.gather(*(read_file(opener, look, large) for _ in range(6)))
    assert {one.read for one in read} == {LARGE_FILE + 1}
    assert most == 2
