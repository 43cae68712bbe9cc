"""The workers of one kind behind one queue."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from jikimi.fingerprint.decode.slot import Job, Slot
from jikimi.fingerprint.decode.worker_process import DecoderUnavailable


class Crew:
    """At most `most` slots, made by `make`; each is started when there is more to do than slots to do it."""

    def __init__(self, most: int, make: Callable[[Crew], Slot]) -> None:
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.slots: list[Slot] = []
        self._most = most
        self._make = make
        self._unsettled = 0
        self._change = threading.Lock()
        self._closed = False

    def start_all(self) -> DecoderUnavailable | None:
        """Wait until every worker is ready; the first trouble that one of them had."""
        with self._change:
            while len(self.slots) < self._most:
                self._start_one()
        for slot in self.slots:
            slot.ready.wait()
        return next((slot.unavailable for slot in self.slots if slot.unavailable), None)

    def put(self, job: Job) -> None:
        """Queue a file, starting one more worker where all are busy."""
        with self._change:
            self._unsettled += 1
            if len(self.slots) < min(self._most, self._unsettled) and not self._closed:
                self._start_one()
        job.done.add_done_callback(self._settled)
        self.jobs.put(job)
        self.slot_ended()

    def close(self) -> None:
        """End every worker."""
        with self._change:
            self._closed = True
        for slot in self.slots:
            slot.close()
        for slot in self.slots:
            slot.join()

    def slot_ended(self) -> None:
        """Where no worker serves any more, what waits is refused instead of waiting for ever."""
        why = [slot.unavailable for slot in self.slots if slot.unavailable]
        if len(why) < len(self.slots):
            return
        with contextlib.suppress(Empty):
            while True:
                job = self.jobs.get_nowait()
                if job and job.is_wanted():
                    job.done.set_exception(why[0] if why else _CLOSED)

    def _settled(self, _: object) -> None:
        with self._change:
            self._unsettled -= 1

    def _start_one(self) -> None:
        slot = self._make(self)
        self.slots.append(slot)
        slot.start()


_CLOSED = DecoderUnavailable("The pool of decoders was closed.")
