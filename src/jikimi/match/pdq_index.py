"""All protected photographs' PDQs, in all their turns, searched exactly."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, WORDS, as_words, differing

I32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def _within(asked: U64, hashes: U64, owner: I32, count: int, radius: int) -> tuple[I32, I32]:
    owners = np.empty(64, np.int32)
    distances = np.empty(64, np.int32)
    found = 0
    for at in range(count):
        if owner[at] < 0:
            continue
        bits = differing(asked, hashes[at])
        if bits <= radius:
            if found == len(owners):
                owners = np.append(owners, np.empty_like(owners))
                distances = np.append(distances, np.empty_like(distances))
            owners[found] = owner[at]
            distances[found] = bits
            found += 1
    return owners[:found], distances[:found]


class PdqIndex:
    """Owners of hashes within a radius. Owners are small integers; a change is in effect at once."""

    def __init__(self) -> None:
        self._hashes: U64 = np.empty((64, WORDS), np.uint64)
        self._owner: I32 = np.empty(64, np.int32)
        self._count = 0
        self._change = threading.Lock()

    def add(self, owner: int, hashes: tuple[bytes, ...]) -> None:
        """File an owner's hashes (32 bytes each)."""
        rows = as_words(np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 32))
        with self._change:
            end = self._count + len(rows)
            if end > len(self._owner):
                self._hashes = np.concatenate([self._hashes, np.empty((end, WORDS), np.uint64)])
                self._owner = np.concatenate([self._owner, np.empty(end, np.int32)])
            self._hashes[self._count : end] = rows
            self._owner[self._count : end] = owner
            self._count = end

    def withdraw(self, owner: int) -> None:
        """Forget an owner's hashes."""
        with self._change:
            self._owner[: self._count][self._owner[: self._count] == owner] = -1

    def within(self, asked: bytes, radius: int) -> dict[int, int]:
        """Owner -> the smallest distance in bits, for all within `radius` bits."""
        count, hashes, owner = self._count, self._hashes, self._owner
        words = as_words(np.frombuffer(asked, np.uint8).reshape(1, 32))[0]
        owners, distances = _within(words, hashes, owner, count, radius)
        nearest: dict[int, int] = {}
        for who, bits in zip(owners.tolist(), distances.tolist(), strict=True):
            nearest[who] = min(bits, nearest.get(who, 256))
        return nearest
