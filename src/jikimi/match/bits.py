"""Counting bits inside compiled loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit
from numba.core import types
from numba.extending import intrinsic

U64 = npt.NDArray[np.uint64]
WORDS = 4
"""64-bit words in 256 bits."""


@intrinsic
def ones(_typing: Any, word: Any) -> Any:
    """How many bits of a 64-bit word are set, in one machine instruction."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@njit(cache=True, nogil=True, inline="always")
def differing(one: U64, other: U64) -> int:
    """Bits that differ between two rows of four words."""
    count = np.uint64(0)
    for word in range(WORDS):
        count += ones(one[word] ^ other[word])  # type: ignore[call-arg]
    return np.int64(count)  # type: ignore[return-value]


def as_words(rows: npt.NDArray[np.uint8]) -> U64:
    """(n, 32) bytes as (n, 4) words."""
    return np.ascontiguousarray(rows).view(np.uint64).reshape(-1, WORDS)
