"""Which parts of a growing index are merged: those that together outgrew the part before them."""

from __future__ import annotations

from collections.abc import Sequence


def outgrown(sizes: Sequence[int], times: int) -> int:
    """Place of the oldest part to be merged with all newer ones; `len(sizes)` when there is nothing to do.

    Afterwards each part is more than `times` as large as all newer ones together, so there are few parts,
    and an entry is merged about as often as there are parts.
    """
    newer, first = 0, len(sizes)
    for at in range(len(sizes) - 1, -1, -1):
        if newer and sizes[at] <= times * newer:
            first = at
        newer += sizes[at]
    return first
