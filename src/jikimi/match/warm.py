"""Compile the matching loops now, so that nobody waits for it later: `python -m jikimi.match.warm`."""

from __future__ import annotations

import numpy as np

from jikimi.fingerprint.pdq import DISTANCE_MATCH
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.bits import WORDS
from jikimi.match.matcher import Matcher
from jikimi.match.pdq_segment import build


def warm() -> None:
    """Find a pattern in itself once. Takes seconds the first time, then next to nothing."""
    random = np.random.default_rng(0)
    blocks = random.integers(20, 236, (24, 24, 3), np.uint8).repeat(16, 0).repeat(16, 1)
    # Without grain it would be a drawing, which is refused.
    pattern = blocks + random.integers(0, 16, blocks.shape, np.uint8)
    matcher = Matcher()
    matcher.add("pattern", protect(pattern))
    if not matcher.find(fingerprint_seen(pattern)):
        raise RuntimeError("Matching does not work on this machine: a pattern was not found in itself.")
    hashes = np.random.default_rng(0).integers(0, 2**64, (64, WORDS), np.uint64)
    build(hashes, np.arange(64, dtype=np.int32)).within(hashes[0], DISTANCE_MATCH)


if __name__ == "__main__":
    warm()
