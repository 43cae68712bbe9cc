"""The newest PDQs, not yet filed: few enough to look at every one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from jikimi.match.bits import U64, WORDS, differing

I32 = npt.NDArray[np.int32]

ROOM = 4096
"""Hashes in a tail. Looking at each of so many takes as long as looking them up among filed ones."""


class PdqTail:
    """Hashes in the order of their coming. One thread writes at a time; any number may search meanwhile."""

    def __init__(self, room: int = ROOM) -> None:
        self._words: U64 = np.empty((room, WORDS), np.uint64)
        self._owner: I32 = np.empty(room, np.int32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def room(self) -> int:
        return len(self._owner) - self._count

    @property
    def untidy(self) -> bool:
        """A tail that is no longer written to is better filed."""
        return True

    def add(self, words: U64, owner: I32) -> None:
        """File hashes (n, 4) and their owners (n,); there must be room. In effect when this returns."""
        end = self._count + len(words)
        self._words[self._count : end] = words
        self._owner[self._count : end] = owner
        self._count = end  # last, so that nobody reads what is not yet written

    def withdraw(self, owner: int) -> None:
        """Forget an owner's hashes, at once for everybody who searches."""
        mine = self._owner[: self._count]
        mine[mine == owner] = -1

    def within(self, asked: U64, radius: int) -> tuple[I32, I32]:
        """Owners and distances of the hashes at most `radius` bits away."""
        found = _within(asked, self._words, self._owner, self._count, radius)
        return found[0], found[1]

    def kept(self) -> tuple[U64, I32]:
        """The hashes that are not withdrawn, and their owners."""
        owner = self._owner[: self._count].copy()
        return self._words[: self._count][owner >= 0], owner[owner >= 0]


@njit(cache=True)  # so short that giving Python's lock away and waiting for it would take longer
def _within(asked: U64, words: U64, owner: I32, count: int, radius: int) -> tuple[I32, I32]:
    owners = np.empty(16, np.int32)
    distances = np.empty(16, np.int32)
    found = 0
    for row in range(count):
        apart = differing(asked, words[row])
        if apart <= radius and owner[row] >= 0:
            if found == len(owners):
                owners = np.append(owners, np.empty_like(owners))
                distances = np.append(distances, np.empty_like(distances))
            owners[found] = owner[row]
            distances[found] = apart
            found += 1
    return owners[:found], distances[:found]
