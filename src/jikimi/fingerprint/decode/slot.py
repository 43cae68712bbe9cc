"""One place in the pool: a thread that keeps one worker busy and replaces it when it must.

The thread that starts a worker lives as long as the worker: the kernel ends a worker with its starter.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from jikimi.fingerprint.decode import limits
from jikimi.fingerprint.decode.protocol import Answer, Purpose
from jikimi.fingerprint.decode.reasons import CouldNotRead, Reason
from jikimi.fingerprint.decode.trade import PICTURES, Trade
from jikimi.fingerprint.decode.worker_process import (
    DecoderUnavailable,
    WorkerGone,
    WorkerProcess,
    WorkerTooSlow,
)
from jikimi.fingerprint.record import BadRecord

_SUCCESSOR_AHEAD = 20
_LOOK_AT_MEMORY_EVERY = 16


@dataclass(slots=True)
class Job:
    """One file to be read, and who waits: for what the slot's trade reads for that purpose."""

    data: bytes
    purpose: Purpose
    done: Future[Any]

    def is_wanted(self) -> bool:
        """Marks it as begun; False if whoever waited has gone away."""
        return self.done.running() or self.done.set_running_or_notify_cancel()


class Slot(threading.Thread):
    """Takes jobs from the shared queue until it gets None, or until no worker can be started any more."""

    def __init__(
        self,
        jobs: SimpleQueue[Job | None],
        *,
        seconds: float,
        pictures: int,
        ended: Callable[[], None],
        trade: Trade = PICTURES,
    ) -> None:
        super().__init__(name="jikimi-decoder", daemon=True)
        self._trade = trade
        self._jobs = jobs
        self._seconds = seconds
        self._pictures = pictures
        self._ended = ended
        self._inside: deque[tuple[int, Job]] = deque()
        self._again: deque[Job] = deque()
        self._number = 0
        self._closing = False
        self._workers: list[WorkerProcess] = []
        self.replaced = 0
        self.ready = threading.Event()
        self.unavailable: DecoderUnavailable | None = None

    @property
    def worker(self) -> WorkerProcess | None:
        """The worker that serves now."""
        return self._workers[0] if self._workers else None

    def close(self) -> None:
        """End the worker and then the thread. What is still waiting is refused."""
        self._closing = True
        self._jobs.put(None)
        if worker := self.worker:
            worker.kill()

    def run(self) -> None:
        """Serve until closed."""
        try:
            worker = self._start()
            self.ready.set()
            while self._fill(worker) and not self._closing:
                worker = self._serve(worker)
            self.unavailable = DecoderUnavailable("The pool of decoders was closed.")
        except DecoderUnavailable as error:
            self.unavailable = error
        finally:
            for left in self._workers:
                left.end()
            self._refuse_what_is_left()
            self.ready.set()
            self._ended()

    def _fill(self, worker: WorkerProcess) -> bool:
        """Give the worker as much as it may hold, waiting only if it is empty. False when it is the end."""
        while len(self._inside) < self._trade.depth and not self._is_worn(worker):
            try:
                job = self._again.popleft() if self._again else self._jobs.get(block=not self._inside)
            except Empty:
                return True
            if job is None:
                return False
            if job.is_wanted():
                self._number = self._number % 0xFFFFFFFF + 1
                self._inside.append((self._number, job))
                worker.send(self._number, job.purpose, job.data)
        return True

    def _serve(self, worker: WorkerProcess) -> WorkerProcess:
        """Hear at least one answer; a worker that fails costs the picture it was on and no other."""
        if not self._inside:
            return self._replace(worker)
        try:
            for answer in worker.answers_within(self._seconds):
                self._settle(answer)
        except WorkerTooSlow:
            return self._give_up(worker, Reason.TOO_SLOW)
        except WorkerGone:
            reason = Reason.TOO_SLOW if worker.ran_out_of_time() else Reason.CRASHED
            return self._give_up(worker, reason)
        except BadRecord:
            return self._give_up(worker, Reason.BAD_ANSWER)
        return worker

    def _settle(self, answer: Answer) -> None:
        if not self._inside or self._inside[0][0] != answer.number:
            raise BadRecord("An answer to nothing that was asked.")
        if answer.record is not None:
            read = self._trade.read(answer, self._inside[0][1].purpose)
            self._inside.popleft()[1].done.set_result(read)
        else:
            self._inside.popleft()[1].done.set_exception(CouldNotRead(answer.reason or Reason.BAD_ANSWER))

    def _give_up(self, worker: WorkerProcess, reason: Reason) -> WorkerProcess:
        if self._inside and worker.had_begun():
            self._inside.popleft()[1].done.set_exception(CouldNotRead(reason))
        return self._replace(worker)

    def _is_worn(self, worker: WorkerProcess) -> bool:
        if worker.served >= self._pictures - _SUCCESSOR_AHEAD and len(self._workers) == 1:
            self._workers.append(WorkerProcess(self._trade))
        if worker.served >= self._pictures:
            return True
        return worker.served % _LOOK_AT_MEMORY_EVERY == 0 and worker.growth() > limits.WORKER_GROWTH

    def _replace(self, worker: WorkerProcess) -> WorkerProcess:
        """A fresh worker, at once. Pictures that lay in the old one's pipe go to the new one first."""
        worker.end()
        self._workers.remove(worker)
        self.replaced += 1
        self._again.extendleft(job for _, job in reversed(self._inside))
        self._inside.clear()
        return self._start()

    def _start(self) -> WorkerProcess:
        if not self._workers:
            self._workers.append(WorkerProcess(self._trade))
        worker = self._workers[0]
        if self._closing:
            worker.kill()
        worker.wait_until_ready()
        return worker

    def _refuse_what_is_left(self) -> None:
        error = self.unavailable or DecoderUnavailable("The pool of decoders was closed.")
        for job in [*(job for _, job in self._inside), *self._again]:
            if not job.done.done():
                job.done.set_exception(error)
