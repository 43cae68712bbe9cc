"""What SSCD proposes is what comparing every crop with every other gives; of other models nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.sscd_vectors import ModelId, Vectors
from jikimi.match.sscd_index import MOST_PROPOSED, PROPOSED_FROM, OtherModel, SscdIndex
from tests.fingerprint.test_sscd_record import MODEL, vectors_of


def near(vectors: Vectors, seed: int) -> Vectors:
    """Each crop's vector moved a little or much."""
    rng = np.random.default_rng(seed)
    how_far = rng.uniform(0, 0.2, (len(vectors), 1))
    moved = vectors.vectors + how_far * rng.normal(size=vectors.vectors.shape)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return Vectors(vectors.model, vectors.boxes, moved.astype(np.float32))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 6), max_size=14), st.integers(0, 6), st.integers(0, 1000))
def test_it_proposes_what_brute_force_does(crops: list[int], asked: int, seed: int) -> None:
    seen = vectors_of(asked, seed)
    kept = {str(n): near(vectors_of(count, seed), seed + n) for n, count in enumerate(crops)}
    index = SscdIndex(MODEL)
    for key, vectors in kept.items():
        index.add(key, vectors_of(1, 7))
        index.add(key, vectors)
    index.add("withdrawn", seen)
    index.withdraw("withdrawn")
    index.withdraw("never there")
    nearest = {
        key: float((vectors.vectors @ seen.vectors.T).max())
        for key, vectors in kept.items()
        if len(vectors) and asked
    }
    wanted = sorted((cosine for cosine in nearest.values() if cosine >= PROPOSED_FROM), reverse=True)
    found = index.proposals(seen)
    assert [one.cosine for one in found] == pytest.approx(wanted[:MOST_PROPOSED], abs=1e-5)
    assert all(one.cosine == pytest.approx(nearest[one.key], abs=1e-5) for one in found)


@pytest.mark.parametrize(
    "other", [ModelId(bytes(32), MODEL.runtime), ModelId(MODEL.sha256, "onnxruntime 2.0 x86_64 288px")]
)
def test_another_models_vectors_are_left_out_with_a_sentence(other: ModelId) -> None:
    index = SscdIndex(MODEL)
    index.add("hers", vectors_of(2))
    for ask in (lambda: index.add("other", vectors_of(2, model=other)), lambda: index.proposals(
        vectors_of(2, model=other)
    )):  # fmt: skip
        with pytest.raises(OtherModel, match="cannot be compared and are left out"):
            ask()
    assert len(index) == 1
