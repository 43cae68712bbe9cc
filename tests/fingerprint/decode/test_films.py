"""Videos: what was shown for two seconds is among their key frames, with its second."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool, DecoderUnavailable, Reason
from jikimi.fingerprint.film import MOST_FRAMES, Film
from jikimi.fingerprint.pdq import distance
from tests.fingerprint.decode.films import FORMS, film, noise
from tests.fingerprint.decode.pictures import astronaut, coffee, encode

THREE_SCENES = [(noise(1), 4), (coffee(), 2), (noise(2), 4)]


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1) as pool:
        yield pool


def seconds_of_coffee(seen: Film, pool: DecoderPool) -> list[float | None]:
    wanted = pool.fingerprint_now(encode(coffee().resize((320, 240)), "PNG")).pdq[0]
    return [f.second for f in seen.frames if distance(f.fingerprint.pdq[0], wanted) <= 31]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read_and_names_the_second(form: str, pool: DecoderPool) -> None:
    seen = pool.look_now(film(THREE_SCENES, form))
    shown = seconds_of_coffee(seen, pool)
    assert shown
    assert all(second is not None and 4 <= second < 6 for second in shown)
    assert seen.whole
    assert 3 <= len(seen.frames) <= 8
    assert [f.second for f in seen.frames] == sorted(f.second or 0 for f in seen.frames)


def test_a_picture_is_a_film_of_one_frame_without_a_second(pool: DecoderPool) -> None:
    for data in (encode(coffee(), "JPEG"), encode(coffee(), "GIF"), encode(coffee(), "GIF")[:-9000]):
        seen = pool.look_now(data)
        assert [frame.second for frame in seen.frames] == [None]
        assert not seen.moves
        assert seen.frames[0].fingerprint.pdq == pool.fingerprint_now(data).pdq


def test_a_frame_in_the_middle_of_one_long_group_is_found(pool: DecoderPool) -> None:
    """No frame but the first stands on its own, as phones and hostile hands write them."""
    data = film(THREE_SCENES, g="9999", **{"sc_threshold": "0"})
    assert seconds_of_coffee(pool.look_now(data), pool)


def test_two_seconds_among_eighty_scenes_leave_a_bounded_number(pool: DecoderPool) -> None:
    scenes = [(noise(n), 0.5) for n in range(10, 90)]
    seen = pool.look_now(film(scenes))
    assert len(seen.frames) == MOST_FRAMES
    gaps = [(b.second or 0) - (a.second or 0) for a, b in zip(seen.frames, seen.frames[1:], strict=False)]
    assert max(gaps) < 12, "they are spread over all of it"


def test_a_frame_is_protected_by_its_second(pool: DecoderPool) -> None:
    data = film(THREE_SCENES)
    made = asyncio.run(pool.protect_frame(data, 5.1))
    assert len(made.pdq) == 8
    wanted = protect_pdq(pool)
    assert distance(made.pdq[0], wanted) <= 31
    still = asyncio.run(pool.protect_frame(encode(coffee(), "JPEG"), None))
    assert still.mirrored is not None


def protect_pdq(pool: DecoderPool) -> bytes:
    return pool.fingerprint_now(encode(coffee().resize((320, 240)), "PNG"), "protect").pdq[0]


def test_a_video_is_not_protected_as_a_whole(pool: DecoderPool) -> None:
    with pytest.raises(CouldNotRead, match="take one picture from it") as refused:
        pool.fingerprint_now(film(THREE_SCENES), "protect")
    assert refused.value.reason is Reason.VIDEO


def test_videos_of_other_kinds_are_refused_with_their_sentence(pool: DecoderPool) -> None:
    with pytest.raises(CouldNotRead, match="MP4, WebM and GIF"):
        pool.look_now(b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(500))


async def test_a_long_film_does_not_hold_up_a_picture() -> None:
    heavy = film([(noise(3), 20), (noise(4), 20)], rate=20, size=(1280, 720))
    async with DecoderPool(1) as pool:
        await pool.look(encode(coffee(), "GIF"))  # its worker is there
        films = [asyncio.create_task(pool.look(heavy)) for _ in range(3)]
        await asyncio.sleep(0.2)
        begun = time.monotonic()
        for _ in range(5):
            assert (await pool.fingerprint(encode(astronaut(), "JPEG"))).width == 512
        assert time.monotonic() - begun < 10
        assert not all(one.done() for one in films)
        assert all(one.whole for one in await asyncio.gather(*films))


def test_the_process_for_pictures_has_no_ffmpeg_in_it() -> None:
    ask = "import sys, jikimi.fingerprint.decode.worker; sys.exit('av' in sys.modules)"
    assert subprocess.run([sys.executable, "-I", "-c", ask], check=False).returncode == 0


def test_workers_for_videos_are_started_when_they_are_needed() -> None:
    with DecoderPool(1) as pool:
        pool.fingerprint_now(encode(coffee(), "JPEG"))
        assert len(pool.process_ids) == 1
        pool.look_now(film(THREE_SCENES))
        assert len(pool.process_ids) == 2
        walls = pool.walls
    assert int(walls) > 1
    with pytest.raises(DecoderUnavailable):
        pool.look_now(film(THREE_SCENES))
