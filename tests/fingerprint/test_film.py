"""A film survives being written down, fits where it is remembered, and nothing else is taken for one."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.film import (
    MAGIC,
    MOST_FRAMES,
    MOST_REMEMBERED,
    Film,
    Frame,
    film_from_bytes,
    film_to_bytes,
    from_remembered,
    remembered,
    still,
)
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.points import no_points
from jikimi.fingerprint.record import COMPACT_BYTES, BadRecord
from jikimi.fingerprint.seen import fingerprint_seen
from tests.pictures import photograph

seconds = st.none() | st.integers(0, 2**32 - 2).map(lambda ms: ms / 1000)


def flat(number: int = 0) -> Fingerprint:
    return Fingerprint(80, 60, (number.to_bytes(32),), 0, no_points())


@given(st.lists(seconds, min_size=1, max_size=MOST_FRAMES), st.booleans())
def test_written_and_read_is_the_same(times: list[float | None], whole: bool) -> None:
    film = Film(tuple(Frame(second, flat(n)) for n, second in enumerate(times)), whole)
    again = film_from_bytes(film_to_bytes(film))
    assert [(f.second, f.fingerprint.pdq) for f in again.frames] == [
        (f.second, f.fingerprint.pdq) for f in film.frames
    ]
    assert again.whole is whole


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_anything_else_is_refused(noise: bytes, with_magic: bool) -> None:
    for read in (film_from_bytes, from_remembered):
        with pytest.raises(BadRecord):
            read(MAGIC + noise if with_magic else noise)


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_byte_is_read_as_a_film_or_refused(at: int, by: int) -> None:
    data = bytearray(film_to_bytes(Film((Frame(1.0, flat()), Frame(2.0, flat(5))))))
    data[at % len(data)] ^= by
    with contextlib.suppress(BadRecord):
        assert film_from_bytes(bytes(data)).frames


def test_a_photograph_is_remembered_as_before() -> None:
    seen = fingerprint_seen(photograph("coffee"))
    kept = remembered(still(seen))
    assert len(kept) <= COMPACT_BYTES
    again = from_remembered(kept)
    assert not again.moves
    assert again.frames[0].fingerprint.pdq == seen.pdq


def test_of_a_film_the_most_different_frames_are_remembered() -> None:
    coffee, astronaut = (fingerprint_seen(photograph(name)) for name in ("coffee", "astronaut"))
    film = Film((*(Frame(n / 2, coffee) for n in range(20)), Frame(10.0, astronaut)))
    kept = from_remembered(remembered(film))
    assert len(kept.frames) == MOST_REMEMBERED
    assert astronaut.pdq in [frame.fingerprint.pdq for frame in kept.frames]
    assert len(remembered(film)) <= MOST_REMEMBERED * (COMPACT_BYTES + 8) + 8
    assert [f.second for f in kept.frames] == sorted(f.second or 0 for f in kept.frames)


def test_the_frame_at_a_second_is_the_nearest() -> None:
    film = Film(tuple(Frame(float(n), flat(n)) for n in range(5)))
    assert film.at(2.2).second == 2.0
    assert film.at(None).second == 0.0
    assert film.at(99).second == 4.0
    assert np.isclose(film.at(0.6).second or 0, 1.0)
