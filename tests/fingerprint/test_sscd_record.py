"""SSCD's vectors survive being written and read; what is not such a record is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.record import BadRecord
from jikimi.fingerprint.sscd_record import (
    CROP,
    HEADER,
    MOST_BYTES,
    SHA256_BYTES,
    vectors_from_bytes,
    vectors_to_bytes,
)
from jikimi.fingerprint.sscd_vectors import MOST_CROPS, NUMBERS, ModelId, Vectors

MODEL = ModelId(bytes(range(32)), "onnxruntime 1.0 x86_64 288px")
runtimes = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)


def vectors_of(crops: int, seed: int = 0, model: ModelId = MODEL) -> Vectors:
    rng = np.random.default_rng(seed)
    low = rng.integers(0, 65535, (crops, 2))
    high = rng.integers(low + 1, 65536)
    vectors = rng.normal(size=(crops, NUMBERS)).astype(np.float32)
    boxes = (np.hstack([low, high]) / 65535).astype(np.float32)
    return Vectors(model, boxes, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


GOOD = vectors_to_bytes(vectors_of(3))
_FIRST = HEADER.size + SHA256_BYTES + len(MODEL.runtime)


@settings(deadline=None)
@given(st.integers(0, MOST_CROPS), st.integers(0, 99), st.binary(min_size=32, max_size=32), runtimes)
def test_what_is_written_is_read(crops: int, seed: int, sha256: bytes, runtime: str) -> None:
    vectors = vectors_of(crops, seed, ModelId(sha256, runtime))
    data = vectors_to_bytes(vectors)
    read = vectors_from_bytes(data)
    assert len(data) <= MOST_BYTES
    assert read.model == vectors.model
    assert np.abs(read.boxes - vectors.boxes).max(initial=0) <= 1e-6
    assert np.abs(read.vectors - vectors.vectors).max(initial=0) <= 2e-4
    assert vectors_to_bytes(read) == data


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_says_something_else(at: int, change: int) -> None:
    data = bytearray(GOOD)
    data[at] ^= change
    try:
        read = vectors_from_bytes(bytes(data))
    except BadRecord:
        return
    assert vectors_to_bytes(read) != GOOD


@settings(deadline=None)
@given(st.binary(max_size=200) | st.integers(0, len(GOOD) - 1).map(lambda n: GOOD[:n]))
def test_what_is_cut_off_or_nonsense_is_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        vectors_from_bytes(data)


def with_bytes(at: int, data: bytes) -> bytes:
    return GOOD[:at] + data + GOOD[at + len(data) :]


@pytest.mark.parametrize(
    "data",
    [
        GOOD + b"\0",
        bytes(MOST_BYTES + 1),
        with_bytes(3, b"\x02"),
        with_bytes(6, b"\x01"),
        with_bytes(HEADER.size + SHA256_BYTES, b"\n"),
        with_bytes(_FIRST, b"\xff\xff"),
        with_bytes(_FIRST + 8, np.float16(np.nan).tobytes()),
        with_bytes(_FIRST + 8, np.float16(np.inf).tobytes()),
        with_bytes(_FIRST + 8, bytes(2 * NUMBERS)),
        GOOD[:4] + bytes([33]) + GOOD[5:] + bytes(30 * CROP.itemsize),
    ],
    ids=["longer", "far longer", "other version", "not zero", "no name", "no box", "nan", "endless",
         "length 0", "33 crops"],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        vectors_from_bytes(data)


def test_a_model_has_a_name_that_fits() -> None:
    for sha256, runtime in ((bytes(31), "x"), (bytes(32), ""), (bytes(32), "x" * 65), (bytes(32), "é")):
        with pytest.raises(ValueError, match="named"):
            ModelId(sha256, runtime)
