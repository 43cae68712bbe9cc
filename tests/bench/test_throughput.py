"""Synthetic photographs are unlike the real ones in what is compared, and what does not fit is left out."""

from __future__ import annotations

import numpy as np

from bench.run import FOLDERS, arguments
from bench.throughput import FLIPPED_BITS, _altered, fits
from jikimi.fingerprint.protect import protect
from tests.pictures import photograph


def test_a_synthetic_photograph_differs_in_some_forty_bits_a_point_and_in_direction() -> None:
    real = protect(photograph("coffee"))
    made = _altered(real, np.random.default_rng(1))
    bits = np.unpackbits(real.points.descriptors ^ made.points.descriptors, axis=1).sum(axis=1)
    assert abs(bits.mean() - FLIPPED_BITS) < 1
    assert np.array_equal(made.points.xy, real.points.xy)
    assert np.abs(made.points.angle - real.points.angle).mean() > 60


def test_a_bank_that_does_not_fit_is_not_begun() -> None:
    assert fits(100, 200_000)
    assert not fits(10**9, 200_000)


def test_every_bench_gets_the_folders_it_takes() -> None:
    given = {"photos": "p", "others": None, "portraits": "q"}
    assert arguments("portraits", given) == ["--portraits", "q", "--photos", "p"]
    assert arguments("recall", given) == ["--photos", "p"]
    assert all(arguments(name, dict.fromkeys(given)) == [] for name in FOLDERS)
