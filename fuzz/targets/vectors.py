"""SSCD's vectors, as a worker that was taken over may answer, are refused or survive being written again."""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.record import BadRecord
from jikimi.fingerprint.sscd_record import vectors_from_bytes, vectors_to_bytes
from jikimi.fingerprint.sscd_vectors import NUMBERS, ModelId, Vectors


def seeds() -> list[bytes]:
    rng = np.random.default_rng(0)
    made = []
    for crops in (0, 1, 3):
        vectors = rng.normal(size=(crops, NUMBERS)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        boxes = np.tile(np.array((0, 0.25, 0.5, 1), np.float32), (crops, 1))
        made.append(vectors_to_bytes(Vectors(ModelId(bytes(range(32)), "a runtime"), boxes, vectors)))
    return made


def one_input(data: bytes) -> None:
    try:
        vectors = vectors_from_bytes(data)
    except BadRecord:
        return
    assert vectors_to_bytes(vectors) == data
