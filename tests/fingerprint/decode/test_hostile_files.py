"""What strangers' files may do to the reader: nothing but be read or be refused with a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool, Reason
from tests.fingerprint.decode.hostile import READ, Maker, Outcome, hostile_files
from tests.fingerprint.decode.pictures import astronaut, encode

FILES = hostile_files()


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1) as pool:
        yield pool


def outcome_of(pool: DecoderPool, data: bytes) -> Outcome:
    try:
        fingerprint = pool.fingerprint_now(data)
    except CouldNotRead as refused:
        return refused.reason
    return READ if max(fingerprint.width, fingerprint.height) <= 800 else Reason.BAD_ANSWER


@pytest.mark.parametrize(("make", "expected"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_is_read_or_refused_with_a_sentence(pool: DecoderPool, make: Maker, expected: set[Outcome]) -> None:
    data = make()
    begun = time.monotonic()
    assert outcome_of(pool, data) in expected
    assert time.monotonic() - begun < 30

    healthy = pool.fingerprint_now(encode(astronaut(), "JPEG"))
    assert (healthy.width, healthy.height) == (512, 512)


def test_every_reason_has_a_sentence_of_its_own() -> None:
    sentences = {str(CouldNotRead(reason)) for reason in Reason}
    assert len(sentences) == len(Reason)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_there_are_many_and_none_ended_a_worker(pool: DecoderPool) -> None:
    assert len(FILES) >= 60
    assert pool.replaced == 0
