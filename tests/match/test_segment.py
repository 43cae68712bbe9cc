"""Points meet exactly those that share a bucket and are near, each once, and none where a crowd is met."""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.points import U8
from jikimi.match.bits import U64
from jikimi.match.point_index import entries_of
from jikimi.match.ring import ringed
from jikimi.match.segment import CROWDED, STEP, TABLES, Segment, build, meetings

FARTHEST, MOST = 40, 6


def _near(rows: U8, bits: float, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    flips = np.packbits(rng.random((len(rows), 256)) < bits / 256, axis=1)
    return np.asarray(rows ^ flips, np.uint8)


def _one_by_one(segment: Segment, asked: U8) -> list[tuple[int, int, int]]:
    """The same from the definition: bits as Python's whole numbers."""

    def number(row: U64) -> int:
        return int.from_bytes(row.astype("<u8").tobytes(), "little")

    def window(bits: int, table: int) -> int:
        doubled = bits | bits << 256
        return doubled >> (table * STEP % 256) & ((1 << segment.bits) - 1)

    held = [number(row) for row in segment.entries.words]
    buckets = [[window(one, table) for one in held] for table in range(TABLES)]
    met = []
    for point, row in enumerate(ringed(asked)):
        own = number(row)
        found: dict[int, int] = {}
        for table in range(TABLES):
            sharing = [e for e, bucket in enumerate(buckets[table]) if bucket == window(own, table)]
            if len(sharing) <= CROWDED:
                near = ((e, (held[e] ^ own).bit_count()) for e in sharing)
                found |= {e: apart for e, apart in near if apart <= FARTHEST and e not in found}
        if len(found) <= MOST:
            met += [(point, entry, apart) for entry, apart in found.items()]
    return met


def test_as_by_the_definition() -> None:
    rng = np.random.default_rng(5)
    kinds = rng.integers(0, 256, (40, 32), np.uint8)
    copies = np.concatenate([_near(kinds, 12, seed) for seed in range(5)])
    crowd = np.concatenate([_near(kinds[:2], 3, seed) for seed in range(50)])
    kept = np.concatenate([copies, crowd, rng.integers(0, 256, (200, 32), np.uint8)])
    plain = np.zeros(len(kept), np.float32)
    segment = build(entries_of(0, kept, plain, plain + 31))
    asked = np.concatenate([_near(kinds, 15, 99), kept[-3:], kinds[:1]])
    met = list(zip(*(one.tolist() for one in meetings(segment, ringed(asked), FARTHEST, MOST)), strict=True))
    assert met == _one_by_one(segment, asked)
    assert len({point for point, _, _ in met}) > 20
    assert 0 not in {point for point, _, _ in met}
    assert all(len(one) == 0 for one in meetings(segment, ringed(asked[:0]), FARTHEST, MOST))
