"""One worker as its parent sees it: started, fed, listened to within a time limit, ended."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import signal
import subprocess
import tempfile
import time
from typing import IO

from jikimi.fingerprint.decode import protocol
from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.trade import PICTURES, Trade

_START_SECONDS = 60.0
_MOST_PATIENCE = 6
_IDLE, _BUSY = 0.02, 0.9
"""Shares of the time limit. Who worked less hangs; who worked more had its time."""

_PIPE_BYTES = 2**20
_PIECE = 2**16
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_LOG_LEVEL": "SILENT",
    # Big pictures' memory goes back to the system at once instead of staying with the worker. That of
    # everyday ones stays: being given 3,300 fresh pages for each picture takes a third of its time.
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
    "MALLOC_MMAP_THRESHOLD_": str(8 * 2**20),
}


class WorkerGone(Exception):
    """The worker ended, or broke the protocol and was ended."""


class WorkerTooSlow(Exception):
    """The time limit passed without an answer."""


class DecoderUnavailable(Exception):
    """No worker can be started on this machine: nothing can be read. The message is a sentence."""


class WorkerProcess:
    """A started process. Not thread-safe, but for `kill`."""

    def __init__(self, trade: Trade = PICTURES) -> None:
        self._complaints: IO[bytes] | None = tempfile.TemporaryFile()  # noqa: SIM115 (closed when ready)
        self._process = subprocess.Popen(
            trade.command(os.getpid()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,  # a Ctrl-C in the terminal is the parent's to handle
        )
        self._pipes = (_there(self._process.stdin), _there(self._process.stdout))
        self._to, self._from = (pipe.fileno() for pipe in self._pipes)
        for pipe in (self._to, self._from):
            os.set_blocking(pipe, False)
            with contextlib.suppress(OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._trade = trade
        self._clock = _processor_clock(self._process.pid)
        self._unsent: list[memoryview] = []
        self._reader = protocol.AnswerReader()
        self.walls = Walls(0)
        self.served = 0
        self._asked = 0
        self._begun = False
        self._resident_when_ready = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Errors: DecoderUnavailable, with the last line that the process wrote."""
        if not self._complaints:
            return
        try:
            answer = self.answers_within(_START_SECONDS)[0]
            if answer.number != protocol.READY or not answer.record:
                raise WorkerGone
        except (WorkerGone, WorkerTooSlow):
            self.end()
            raise DecoderUnavailable(f"{self._trade.fails}: {_last_words(self._complaints)}") from None
        finally:
            self._complaints.close()
            self._complaints = None
        self.walls = Walls(answer.record[0])
        self.served = self._asked = 0
        self._resident_when_ready = self._resident()

    def send(self, number: int, purpose: protocol.Purpose, data: bytes) -> None:
        """Put a request on its way; the rest is written, and a dead worker noticed, in `answers_within`."""
        if not self._asked:
            self._begun = self._process.poll() is None
        self._asked += 1
        self._unsent += map(memoryview, protocol.request_frame(number, purpose, data))
        with contextlib.suppress(WorkerGone):
            self._write()

    def answers_within(self, seconds: float) -> list[protocol.Answer]:
        """At least one answer. Errors: WorkerGone, WorkerTooSlow.

        On a machine that is too busy the clock runs while the worker does not: one that has worked, but for
        less than its `seconds`, gets more of them, `_MOST_PATIENCE` times at most.
        """
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        begun, worked = time.monotonic(), self._processor_seconds()
        for patience in range(1, _MOST_PATIENCE + 1):
            if answers := self._answers_until(poll, begun + patience * seconds):
                return answers
            if not _IDLE < (self._processor_seconds() - worked) / seconds < _BUSY:
                break
        raise WorkerTooSlow

    def _answers_until(self, poll: select.poll, until: float) -> list[protocol.Answer]:
        while (left := until - time.monotonic()) > 0:
            if self._unsent:
                poll.register(self._to, select.POLLOUT)
            ready = dict(poll.poll(left * 1000))
            if self._to in ready:
                self._write()
                if not self._unsent:
                    poll.unregister(self._to)
            if self._from in ready and (answers := self._read()):
                self.served += len(answers)
                self._asked -= len(answers)
                return answers
        return []

    def ran_out_of_time(self) -> bool:
        """Whether the kernel ended it, for it had used its processor time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=5) == -signal.SIGXCPU
        return False

    def had_begun(self) -> bool:
        """Whether it died or hung over a picture, and not while it had nothing to do."""
        return self._begun

    def growth(self) -> int:
        """Resident memory taken since the worker was ready, in bytes."""
        return self._resident() - self._resident_when_ready

    def kill(self) -> None:
        """End it at once. Whoever listens hears WorkerGone. From any thread."""
        self._process.kill()

    def end(self) -> None:
        """End it at once and clean up."""
        self._process.kill()
        self._unsent.clear()
        for pipe in self._pipes:
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()

    def _write(self) -> None:
        try:
            while self._unsent:
                written = os.write(self._to, self._unsent[0][: 4 * _PIPE_BYTES])
                self._unsent[0] = self._unsent[0][written:]
                if not self._unsent[0]:
                    del self._unsent[0]
        except BlockingIOError:
            pass
        except OSError:
            raise WorkerGone from None

    def _read(self) -> list[protocol.Answer]:
        try:
            piece = os.read(self._from, _PIECE)
        except BlockingIOError:
            return []
        if not piece:
            raise WorkerGone
        try:
            return self._reader.feed(piece)
        except protocol.BadFrame:
            self.kill()
            raise WorkerGone from None

    def _processor_seconds(self) -> float:
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return 0.0

    def _resident(self) -> int:
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as pages:  # noqa: PTH123 (asked often)
                return int(pages.read().split()[1]) * os.sysconf("SC_PAGESIZE")
        except OSError:
            return 0


def _processor_clock(pid: int) -> int:
    """A clock that runs while this process does; asking it takes a microsecond."""
    clock = ctypes.c_int()
    ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock))
    return clock.value


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("The worker was started without its pipes.")
    return pipe


def _last_words(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read(64 * 1024).decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it ended without a word.")
