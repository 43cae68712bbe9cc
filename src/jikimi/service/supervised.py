"""One child process: started, watched, started again, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from jikimi.service.plain_errors import COULD_NOT
from jikimi.service.process_log import ProcessLog

# Seconds until the next start, doubled each time, forgotten after a life of STEADY seconds.
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
A_PERSON: Final = 30.0
STEADY: Final = 60.0


@dataclass
class Supervised:
    """`environment` is the whole of the child's; its words go to `log`."""

    name: str
    environment: dict[str, str]
    log: ProcessLog
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = FIRST_PAUSE
    restarts: int = 0
    _reader: threading.Thread | None = field(default=None, repr=False)

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(
            # -P: never run what lies in the folder where somebody happens to stand, such as an export.
            [sys.executable, "-P", "-m", "jikimi.service.child", self.name, str(os.getpid())],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        self.started_at = now
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def ended(self, now: float) -> int | None:
        """The exit status, once, if it has just ended; then the next start is planned."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self._end_group(signal.SIGKILL)
        if self._reader:
            self._reader.join(2)
        self.process = None
        if now - self.started_at >= STEADY:
            self.pause = FIRST_PAUSE
        if status == COULD_NOT:
            # It said in plain words what somebody must do first.
            self.pause = max(self.pause, A_PERSON)
        self.start_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.restarts += 1
        return status

    def tell_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def wait_or_kill(self, seconds: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, seconds))
        self._end_group(signal.SIGKILL)
        self.process.wait()
        if self._reader:
            self._reader.join(2)

    def _end_group(self, number: int) -> None:
        """Also what the child left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        with process.stdout as lines:
            for line in lines:
                self.log.write(line)
