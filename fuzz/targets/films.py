"""What was remembered of a post is refused, or read as a film that can be remembered again."""

from __future__ import annotations

from bench.vectors.records import film_said, records
from jikimi.fingerprint.film import (
    MOST_REMEMBERED,
    film_from_bytes,
    film_to_bytes,
    from_remembered,
    remembered,
)
from jikimi.fingerprint.record import COMPACT_BYTES, BadRecord
from tests.fingerprint import by_the_book


def seeds() -> list[bytes]:
    made = records()
    return [bytes.fromhex(one["hex"]) for kind in ("films", "records") for one in made[kind]]


def one_input(data: bytes) -> None:
    try:
        film = from_remembered(data)
    except BadRecord:
        film = None
    try:
        by_the_book.read_remembered(data)
        refused = False
    except by_the_book.Refused:
        refused = True
    assert refused is (film is None)
    if film is None:
        return
    assert film_said(film_from_bytes(film_to_bytes(film))) == film_said(film)
    for second in (None, 0.0, 1e9):
        assert film.at(second) in film.frames
    again = remembered(film)
    assert len(again) <= 8 + MOST_REMEMBERED * (8 + COMPACT_BYTES)
    assert remembered(from_remembered(again)) == again
