"""Strangers' pictures to SSCD's vectors, by workers of their own behind the same walls."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Self

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.crew import Crew
from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.protocol import Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.slot import Job, Slot
from jikimi.fingerprint.decode.trade import sscd
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile
from jikimi.fingerprint.sscd_vectors import Vectors

_AHEAD = 4
"""Pictures that may wait for each process."""


class SscdPool:
    """`processes` workers, each with the model loaded. Use as `async with SscdPool(file, 2) as pool`."""

    def __init__(
        self, file: ModelFile, processes: int = 1, *, seconds: float = limits.SECONDS_PER_SSCD
    ) -> None:
        trade = sscd(str(file.path), file.sha256.hex())
        self._crew = Crew(
            processes,
            lambda crew: Slot(
                crew.jobs,
                seconds=seconds,
                pictures=limits.PICTURES_PER_WORKER,
                ended=crew.slot_ended,
                trade=trade,
            ),
        )
        self._turn = asyncio.Semaphore(_AHEAD * processes)
        self._open = False

    def start(self) -> None:
        """Wait until every worker has the model loaded. Errors: CannotUse."""
        self._open = True
        if failed := self._crew.start_all():
            self.close()
            raise CannotUse(str(failed))

    def close(self) -> None:
        """End every worker. Pictures still waiting get DecoderUnavailable."""
        self._open = False
        self._crew.close()

    async def vectors(self, data: bytes) -> Vectors:
        """Of one picture; of an animation, of its first frame. Errors: CouldNotRead, DecoderUnavailable."""
        async with self._turn:
            return await asyncio.wrap_future(self._put(data))

    def vectors_now(self, data: bytes) -> Vectors:
        """As `vectors`, for scripts and threads."""
        return self._put(data).result()

    @property
    def walls(self) -> Walls:
        """What no worker can do."""
        walls = ~Walls(0)
        for slot in self._crew.slots:
            walls &= slot.worker.walls if slot.worker else Walls(0)
        return walls

    @property
    def process_ids(self) -> list[int]:
        """The workers' process ids, for measuring."""
        return [slot.worker.pid for slot in self._crew.slots if slot.worker]

    def _put(self, data: bytes) -> Future[Vectors]:
        future: Future[Vectors] = Future()
        if not data or len(data) > limits.MAX_BYTES:
            future.set_exception(CouldNotRead(Reason.TOO_MANY_BYTES if data else Reason.EMPTY))
        elif not self._open:
            future.set_exception(DecoderUnavailable("The pool of decoders is not running."))
        else:
            self._crew.put(Job(data, Purpose.SEEN, future))
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
