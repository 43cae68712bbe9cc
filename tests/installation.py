"""A whole installation of its own, as a helper has it: folders, keys, database, command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.warm_start import warm_start


@dataclass
class Installation:
    """`run` runs `jikimi` in a process of its own; `start` leaves one running, ended by `stop_all`."""

    folder: Path
    database: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    _running: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for part in (self.home, self.keys, self.runtime):
            part.mkdir(mode=0o700, parents=True)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def runtime(self) -> Path:
        return self.folder / "runtime"

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "JIKIMI_HOME": str(self.home),
            "JIKIMI_KEYS": str(self.keys),
            "JIKIMI_RUNTIME": str(self.runtime),
            "JIKIMI_LANGUAGE": "en",
        }
        if self.database:
            ours["JIKIMI_DATABASE"] = self.database
        theirs = {k: v for k, v in os.environ.items() if not k.startswith(("JIKIMI_", "DJANGO_"))}
        theirs.pop("CREDENTIALS_DIRECTORY", None)
        return {**theirs, **ours, **self.more}

    def run(
        self, *arguments: object, stdin: str = "", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "jikimi.service.cli", *arguments, stdin=stdin, timeout=timeout)

    def python(
        self, *arguments: object, stdin: str = "", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        if arguments[0] == "-m":
            module, *rest = map(str, arguments[1:])
            return warm_start().run(module, rest, self.environment, stdin=stdin, timeout=timeout)
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, input=stdin, capture_output=True, text=True, timeout=timeout,
            check=False, cwd=Path(__file__).parents[1],
        )  # fmt: skip

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "jikimi.service.cli", *map(str, arguments)]
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        self._running.append(process)
        return process

    def stop_all(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            if process.stdout:
                process.stdout.close()
        self._running.clear()
