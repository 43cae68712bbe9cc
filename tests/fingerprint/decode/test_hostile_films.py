"""What strangers' videos may do to the reader: nothing but be read, or be refused with a sentence."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable, Iterator

import pytest

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool, Reason
from jikimi.fingerprint.film import Film
from tests.fingerprint.decode.films import film, noise, sound_only
from tests.fingerprint.decode.hostile import gif_of_many_frames, gif_with_screen
from tests.fingerprint.decode.pictures import coffee

READ, IN_PART = "read", "in part"
SCENES = [(noise(1), 3), (coffee(), 2), (noise(2), 3)]
GONE: set[Reason | str] = {Reason.BROKEN, Reason.NO_FRAMES, Reason.OTHER_CODEC}
TOO_LARGE: set[Reason | str] = {Reason.TOO_MANY_PIXELS, *GONE}


def with_duration(data: bytes, units: int) -> bytes:
    """An MP4 whose boxes claim another length."""
    for name, at in ((b"mvhd", 20), (b"tkhd", 24), (b"mdhd", 20)):
        place = data.index(name) + at
        data = data[:place] + struct.pack(">I", units) + data[place + 4 :]
    return data


def vp8_that_says(width: int, height: int) -> bytes:
    return film(SCENES, "webm").replace(
        b"\x9d\x01\x2a\x40\x01\xf0\x00", b"\x9d\x01\x2a" + struct.pack("<HH", width, height)
    )


def gif_bomb(frames: int) -> bytes:
    """One pixel after another on a canvas of 32 million."""
    head = b"GIF89a" + struct.pack("<HHBBB", 8000, 4000, 0xF0, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    dot = (
        b"\x21\xf9\x04\x04\x05\x00\x00\x00," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    )
    return head + dot * frames + b";"


def with_codec(name: bytes) -> bytes:
    return film(SCENES).replace(b"avc1", name)


def ebml(noise_bytes: int) -> bytes:
    return b"\x1aE\xdf\xa3" + random.Random(4).randbytes(noise_bytes)


FILES: list[tuple[str, Callable[[], bytes], set[Reason | str]]] = [
    ("MP4 in pieces cut in half", lambda: half(film(SCENES, in_pieces=True, g="8")), {READ, IN_PART}),
    ("MP4 cut in half", lambda: half(film(SCENES)), GONE),
    ("MP4 without its index", lambda: film(SCENES).replace(b"moov", b"mooo"), GONE),
    ("MP4 of nothing but a head", lambda: film(SCENES)[:32], GONE),
    ("MP4 head and zeros", lambda: b"\0\0\0\x18ftypisom" + bytes(5000), GONE),
    ("MP4 that claims to last no time", lambda: with_duration(film(SCENES), 0), {READ}),
    ("MP4 that claims to last for years", lambda: with_duration(film(SCENES), 2**32 - 2), {READ}),
    ("MP4 whose last frame comes ten hours later", lambda: film(SCENES, late_by=36_000), {READ}),
    ("MP4 of another compression", lambda: with_codec(b"zzzz"), GONE),
    ("MP4 named as ProRes", lambda: with_codec(b"apch"), GONE),
    ("MP4 of sound", lambda: sound_only("mp4"), GONE),
    ("WebM of sound", lambda: sound_only("webm"), GONE),
    ("WebM cut in half", lambda: half(film(SCENES, "webm")), {READ, IN_PART}),
    ("WebM of noise", lambda: ebml(50_000), GONE),
    ("WebM of frames of 16,383 x 16,383", lambda: vp8_that_says(16_383, 16_383), TOO_LARGE),
    ("WebM of frames of 0 x 0", lambda: vp8_that_says(0, 0), GONE),
    ("WebM of frames of 4 x 4", lambda: film(SCENES, "webm", size=(4, 4)), GONE | {Reason.TOO_SMALL}),
    ("MP4 of 6,000 small frames", lambda: film(SCENES * 15, "mpeg4", rate=50, size=(32, 32)), {READ}),
    ("GIF of 10,000 frames", lambda: gif_of_many_frames(10_000), {READ, IN_PART}),
    ("GIF on a canvas of 65,535 x 65,535", lambda: gif_with_screen(65_535, 65_535), TOO_LARGE),
    ("GIF bomb", lambda: gif_bomb(3000), {IN_PART, Reason.TOO_MUCH_MEMORY}),
    ("GIF without a frame", lambda: film(SCENES, "gif")[:13] + b";", GONE | {Reason.CUT_OFF}),
    ("GIF cut in half", lambda: half(film(SCENES, "gif")), {READ, IN_PART}),
]  # fmt: skip


def half(data: bytes) -> bytes:
    return data[: len(data) * 6 // 10]


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1) as pool:
        yield pool


def outcome_of(pool: DecoderPool, data: bytes) -> Reason | str:
    try:
        seen: Film = pool.look_now(data)
    except CouldNotRead as refused:
        return refused.reason
    assert all(max(f.fingerprint.width, f.fingerprint.height) <= 800 for f in seen.frames)
    return READ if seen.whole else IN_PART


@pytest.mark.parametrize(("make", "expected"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_is_read_or_refused_with_a_sentence(
    pool: DecoderPool, make: Callable[[], bytes], expected: set[Reason | str]
) -> None:
    data = make()
    begun = time.monotonic()
    assert outcome_of(pool, data) in expected
    assert time.monotonic() - begun < 60
    assert pool.replaced == 0, "a file of these must not end its worker"


@pytest.mark.parametrize("form", ["mp4", "webm", "gif"])
def test_damage_anywhere_costs_that_file_at_most(pool: DecoderPool, form: str) -> None:
    good = film([(noise(1), 1), (coffee(), 1)], form, size=(160, 120))
    chance = random.Random(form)
    for _ in range(25):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 40)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        outcome_of(pool, bytes(bad))
    assert outcome_of(pool, good) == READ
