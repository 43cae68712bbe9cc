"""Files that were not read because the machine may have been too busy: looked at once more, later."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from jikimi.service.scan.look import Looked, OnceMore
from jikimi.service.scan.tally import Tally
from jikimi.watch.in_order import in_order

MOST_WAITING = 1000
"""So many may wait for the end of the scan, as names only: then they are looked at in between."""


class LooksAgain(Protocol):
    async def look_again(self, waiting: OnceMore) -> list[Looked]: ...


class Shows(Protocol):
    def looked(self, looked: Looked) -> None: ...


class SecondLooks:
    """What waits. A finding of the first look is shown at once; what is counted is the last look."""

    def __init__(self, looker: LooksAgain, show: Shows, tally: Tally, window: int) -> None:
        self._looker = looker
        self._show = show
        self._tally = tally
        self._window = window
        self._waiting: deque[OnceMore] = deque()

    @property
    def is_full(self) -> bool:
        return len(self._waiting) >= MOST_WAITING

    def put(self, waiting: OnceMore) -> None:
        """Keep it for later."""
        self._waiting.append(waiting)
        for file in waiting.first:
            self._show.looked(file)

    async def look(self) -> None:
        """Look at everything that waits. Errors: DecoderUnavailable."""
        looks = in_order(self._each(), self._looker.look_again, window=self._window, batch=1)
        async with aclosing(looks) as looked:
            async for batch in looked:
                for files in batch:
                    self._take(self._waiting.popleft(), files)

    def give_up(self) -> None:
        """Count what still waits as what it was at the first look."""
        while self._waiting:
            for file in self._waiting.popleft().first:
                self._tally.add(file)

    async def _each(self) -> AsyncIterator[OnceMore]:
        for waiting in tuple(self._waiting):
            yield waiting

    def _take(self, waiting: OnceMore, files: list[Looked]) -> None:
        shown = {(match.key, match.verdict) for file in waiting.first for match in file.matches}
        for file in files:
            self._tally.add(file)
            new = tuple(match for match in file.matches if (match.key, match.verdict) not in shown)
            self._show.looked(replace(file, matches=new))
