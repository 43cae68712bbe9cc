"""What the bench of look-ups calls recall is counted against hashes that lie where it says."""

from __future__ import annotations

import numpy as np

from bench.pdq_banks import FAMILY, FARTHEST, asked_of, bank_of
from bench.pdq_lookups import recall
from jikimi.fingerprint.pdq import distance
from jikimi.match.pdq_index import PdqIndex


def test_planted_hashes_lie_as_far_away_as_is_said() -> None:
    rng = np.random.default_rng(1)
    real = rng.integers(0, 256, (50, 32), np.uint8)
    bank = bank_of(900, real, rng)
    asked = asked_of(bank, 200, real, rng)
    planted = np.nonzero(asked.near >= 0)[0].tolist()
    apart = [distance(asked.words[at].tobytes(), bank[asked.near[at]].tobytes()) for at in planted]
    assert apart == asked.bits[planted].tolist()
    assert {0, FARTHEST} <= set(apart)
    assert len(planted) == 100


def test_a_bank_has_families() -> None:
    rng = np.random.default_rng(2)
    bank = bank_of(300, rng.integers(0, 256, (50, 32), np.uint8), rng)
    apart = np.bitwise_count(bank[:, None] ^ bank[None]).sum(axis=2)
    assert ((apart < 64).sum(axis=1) >= FAMILY).sum() >= 90


def test_an_index_that_lost_hashes_is_told_from_one_that_did_not() -> None:
    rng = np.random.default_rng(3)
    real = rng.integers(0, 256, (50, 32), np.uint8)
    bank = bank_of(900, real, rng)
    owners = np.arange(900, dtype=np.int32)
    asked = asked_of(bank, 400, real, rng)
    whole, half = PdqIndex(), PdqIndex()
    whole.add_many(owners, bank)
    half.add_many(owners[:450], bank[:450])
    good, bad = recall(whole, bank, owners, asked), recall(half, bank, owners, asked)
    assert good["answered_as_comparing_does"] == good["compared_with_every_hash"] == 400
    assert good["planted_found"] == good["planted"] == 200
    assert bad["answered_as_comparing_does"] < 400
    assert bad["planted_found"] < 150
