"""Which protected photographs a picture resembles by SSCD: proposals for geometry, never a verdict.

On portraits from one studio SSCD takes a sixth of all pairs of different people for copies; what it says must
not reach a person. `docs/decisions/0012-sscd-only-proposes.md` says what was measured.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jikimi.fingerprint.points import F32
from jikimi.fingerprint.sscd_vectors import NUMBERS, ModelId, Vectors

PROPOSED_FROM = 0.3
"""Cosine of the two nearest crops. Of unrelated pictures one in a hundred has a photograph among 29 that
reaches 0.25 to 0.31, by the model; each proposal costs geometry some milliseconds and no more."""

MOST_PROPOSED = 8


class OtherModel(ValueError):
    """Vectors of two models, or runtimes, tell nothing about one another. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A photograph worth a look by geometry. `cosine` is that of the two nearest crops, -1 to 1."""

    key: str
    cosine: float


class SscdIndex:
    """Protected photographs' vectors of one model. Every one is compared: a helper looks for a few.

    Any thread may ask while others add and withdraw.
    """

    def __init__(self, model: ModelId) -> None:
        self.model = model
        self._vectors: dict[str, F32] = {}
        self._change = threading.Lock()
        self._laid_out: tuple[list[str], F32, list[int]] | None = None

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, key: str, vectors: Vectors) -> None:
        """The same key again replaces what it stood for. Errors: OtherModel."""
        self._refuse_others(vectors)
        with self._change:
            self._vectors[key] = vectors.vectors
            self._laid_out = None

    def withdraw(self, key: str) -> None:
        """A key that is not there is no error."""
        with self._change:
            self._vectors.pop(key, None)
            self._laid_out = None

    def proposals(self, seen: Vectors) -> Sequence[Proposal]:
        """At most eight, the nearest first. Errors: OtherModel."""
        self._refuse_others(seen)
        keys, rows, begins = self._rows()
        if not keys or not len(seen):
            return []
        nearest = np.maximum.reduceat((rows @ seen.vectors.T).max(axis=1), begins)
        best = np.argsort(-nearest, kind="stable")[:MOST_PROPOSED]
        return [Proposal(keys[at], float(nearest[at])) for at in best if nearest[at] >= PROPOSED_FROM]

    def _rows(self) -> tuple[list[str], F32, list[int]]:
        """The photographs that have crops, all crops' vectors, and where each photograph's begin."""
        with self._change:
            if self._laid_out is None:
                kept = {key: vectors for key, vectors in self._vectors.items() if len(vectors)}
                lengths = [len(vectors) for vectors in kept.values()]
                rows = np.concatenate([np.zeros((0, NUMBERS), np.float32), *kept.values()])
                self._laid_out = list(kept), rows, [0, *np.cumsum(lengths[:-1]).tolist()]
            return self._laid_out

    def _refuse_others(self, vectors: Vectors) -> None:
        if vectors.model != self.model:
            raise OtherModel(
                f"These vectors are of the SSCD model {vectors.model}, those beside them of {self.model}; "
                "they cannot be compared and are left out. Make them anew with one model."
            )
