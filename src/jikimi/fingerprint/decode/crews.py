"""What every pool of decoders is: crews that are opened together, given files, and closed together."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any, Self

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.crew import Crew
from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.protocol import Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.slot import Job
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable


class Crews:
    """The first crew starts when opened, each other one when it is first needed.

    Use as `async with` or, in scripts, `with`.
    """

    def __init__(self, *crews: Crew) -> None:
        self._crews = crews
        self._open = False

    def start(self) -> None:
        """Start every worker of the first crew and wait until they are ready. Errors: DecoderUnavailable."""
        self._open = True
        failed = self._crews[0].start_all()
        if failed:
            self.close()
            raise failed

    def close(self) -> None:
        """End every worker. Pictures still waiting get DecoderUnavailable."""
        if not self._open:
            return
        self._open = False
        for crew in self._crews:
            crew.close()

    @property
    def walls(self) -> Walls:
        """What no worker can do, as far as this machine allows walls."""
        walls = ~Walls(0)
        for crew in self._crews:
            for slot in crew.slots:
                walls &= slot.worker.walls if slot.worker else Walls(0)
        return walls

    @property
    def replaced(self) -> int:
        """How many workers were replaced so far, for whatever reason."""
        return sum(slot.replaced for crew in self._crews for slot in crew.slots)

    @property
    def process_ids(self) -> list[int]:
        """The workers' process ids, those of the first crew first, for measuring."""
        return [slot.worker.pid for crew in self._crews for slot in crew.slots if slot.worker]

    def _put(self, crew: Crew, data: bytes, purpose: Purpose, *, before: bytes = b"") -> Future[Any]:
        future: Future[Any] = Future()
        if not data or len(data) > limits.MAX_BYTES:
            future.set_exception(CouldNotRead(Reason.TOO_MANY_BYTES if data else Reason.EMPTY))
        elif not self._open:
            future.set_exception(DecoderUnavailable("The pool of decoders is not running."))
        else:
            crew.put(Job(before + data if before else data, purpose, future))
        return future

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.close)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
