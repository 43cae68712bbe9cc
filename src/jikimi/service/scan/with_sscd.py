"""SSCD beside a scan: it proposes photographs that geometry then looks at. Optional, and never in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderUnavailable
from jikimi.fingerprint.sscd_vectors import Vectors
from jikimi.match.sighting import Match
from jikimi.match.sscd_index import SscdIndex


class MakesVectors(Protocol):
    async def vectors(self, data: bytes) -> Vectors: ...


Near = dict[str, float]
"""What SSCD proposes: a photograph's key, and the cosine."""


@dataclass(slots=True)
class SscdCounts:
    """What came of asking. `model` is the SHA-256 of its file in hex, `runtime` what ran it.

    `asked` and `failed` count seen pictures; the failed ones were looked at without SSCD, as everything is
    without the setting. `photos_without` counts photos to look for of which SSCD has nothing: flat
    throughout, or it failed at them.
    """

    model: str = ""
    runtime: str = ""
    asked: int = 0
    failed: int = 0
    photos_without: int = 0


@dataclass(slots=True)
class WithSscd:
    """One scan's vectors: in memory, gone with it."""

    pool: MakesVectors
    counts: SscdCounts = field(default_factory=SscdCounts)
    _index: SscdIndex | None = None

    async def protect(self, key: str, data: bytes) -> None:
        """Keep a photograph's vectors. What fails is counted: the photograph is looked for all the same."""
        vectors = await self._vectors(data)
        if vectors is None or not len(vectors):
            self.counts.photos_without += 1
            return
        if self._index is None:
            self._index = SscdIndex(vectors.model)
            self.counts.model, self.counts.runtime = vectors.model.sha256.hex(), vectors.model.runtime
        self._index.add(key, vectors)

    async def near(self, data: bytes) -> Near:
        """The photographs that a picture resembles; none where SSCD fails at it, which is counted."""
        if self._index is None:
            return {}
        vectors = await self._vectors(data)
        if vectors is None:
            self.counts.failed += 1
            return {}
        self.counts.asked += 1
        return {one.key: one.cosine for one in self._index.proposals(vectors)}

    async def _vectors(self, data: bytes) -> Vectors | None:
        """None where there are none, or they are of another model than the others."""
        try:
            vectors = await self.pool.vectors(data)
        except (CouldNotRead, DecoderUnavailable):
            return None
        return vectors if self._index is None or vectors.model == self._index.model else None


def said(matches: Iterable[Match], near: Near) -> list[Match]:
    """The matches, with what SSCD said where it had proposed them."""
    return [
        replace(match, signals=match.signals | {"sscd": round(near[match.key], 3)})
        if match.key in near
        else match
        for match in matches
    ]
