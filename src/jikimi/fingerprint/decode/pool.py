"""Strangers' pictures to fingerprints, by workers that are warm, walled in and thrown away in time."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Literal, Self

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.protocol import Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.slot import DEPTH, Job, Slot
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable
from jikimi.fingerprint.fingerprint import Fingerprint

__all__ = ["CouldNotRead", "DecoderPool", "DecoderUnavailable", "Reason"]

For = Literal["seen", "protect"]
_PURPOSES = {"seen": Purpose.SEEN, "protect": Purpose.PROTECT}


class DecoderPool:
    """`processes` workers behind one queue, first come, first served, from any thread or event loop.

    At most `backlog` pictures (64, or four for each process) wait inside; further callers wait outside.
    Use as `async with DecoderPool(2) as pool` or, in scripts, `with DecoderPool(2) as pool`.
    """

    def __init__(
        self,
        processes: int = 2,
        *,
        backlog: int | None = None,
        seconds: float = limits.SECONDS_PER_PICTURE,
        pictures_per_worker: int = limits.PICTURES_PER_WORKER,
    ) -> None:
        backlog = max(64, 4 * processes) if backlog is None else backlog
        if processes < 1 or backlog < processes * DEPTH:
            raise ValueError("A pool needs at least one process, and a backlog of two pictures for each.")
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._slots = [
            Slot(self._jobs, seconds=seconds, pictures=pictures_per_worker, ended=self._refuse_if_none_serves)
            for _ in range(processes)
        ]
        self._turn = asyncio.Semaphore(backlog)
        self._thread_turn = threading.Semaphore(backlog)
        self._open = False

    def start(self) -> None:
        """Start every worker and wait until they are ready. Errors: DecoderUnavailable."""
        self._open = True
        for slot in self._slots:
            slot.start()
        for slot in self._slots:
            slot.ready.wait()
        if failed := next((slot.unavailable for slot in self._slots if slot.unavailable), None):
            self.close()
            raise failed

    def close(self) -> None:
        """End every worker. Pictures still waiting get DecoderUnavailable."""
        if not self._open:
            return
        self._open = False
        for slot in self._slots:
            slot.close()
        for slot in self._slots:
            slot.join()

    def submit(self, data: bytes, purpose: For = "seen") -> Future[Fingerprint]:
        """Begin with one picture; waits while the backlog is full. For threads, not for event loops."""
        self._thread_turn.acquire()
        future = self._put(data, purpose)
        future.add_done_callback(lambda _: self._thread_turn.release())
        return future

    def fingerprint_now(self, data: bytes, purpose: For = "seen") -> Fingerprint:
        """The fingerprint of one picture, for scripts. Errors: CouldNotRead, DecoderUnavailable."""
        return self.submit(data, purpose).result()

    async def fingerprint(self, data: bytes, purpose: For = "seen") -> Fingerprint:
        """The fingerprint of one picture. Errors: CouldNotRead, DecoderUnavailable."""
        async with self._turn:
            return await asyncio.wrap_future(self._put(data, purpose))

    @property
    def walls(self) -> Walls:
        """What no worker can do, as far as this machine allows walls."""
        walls = ~Walls(0)
        for slot in self._slots:
            walls &= slot.worker.walls if slot.worker else Walls(0)
        return walls

    @property
    def replaced(self) -> int:
        """How many workers were replaced so far, for whatever reason."""
        return sum(slot.replaced for slot in self._slots)

    @property
    def process_ids(self) -> list[int]:
        """The workers' process ids, for measuring."""
        return [slot.worker.pid for slot in self._slots if slot.worker]

    def _put(self, data: bytes, purpose: For) -> Future[Fingerprint]:
        future: Future[Fingerprint] = Future()
        if not data or len(data) > limits.MAX_BYTES:
            future.set_exception(CouldNotRead(Reason.TOO_MANY_BYTES if data else Reason.EMPTY))
        elif not self._open:
            future.set_exception(DecoderUnavailable("The pool of decoders is not running."))
        else:
            self._jobs.put(Job(data, _PURPOSES[purpose], future))
            self._refuse_if_none_serves()
        return future

    def _refuse_if_none_serves(self) -> None:
        why = [slot.unavailable for slot in self._slots if slot.unavailable]
        if len(why) < len(self._slots):
            return
        with contextlib.suppress(Empty):
            while True:
                job = self._jobs.get_nowait()
                if job and job.is_wanted():
                    job.done.set_exception(why[0])

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.close)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
