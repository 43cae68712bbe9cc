"""A real Matrix homeserver (Synapse) on loopback: start it, stop it, start it again on the same data."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from demo.homeserver_config import write_config

_START_S: Final = 60.0
_STOP_S: Final = 15.0


class HomeserverMissing(Exception):
    """Synapse is not installed, or did not start. The message says what to do."""


def synapse_python() -> Path:
    """The Python of Synapse's own virtual environment. Errors: HomeserverMissing."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    venv = Path(os.environ.get("JIKIMI_SYNAPSE_VENV") or cache / "jikimi-synapse")
    python = venv / "bin" / "python"
    if not python.exists():
        raise HomeserverMissing(
            "The Matrix homeserver (Synapse) is not installed: run `make setup`, or set "
            "JIKIMI_SYNAPSE_VENV to a virtual environment that holds matrix-synapse."
        )
    return python


class Homeserver:
    """One Synapse on 127.0.0.1 with its data in `folder`. Started again, it keeps its port.

    `settings` are Synapse's own, for what should differ from the generous ones of `homeserver_config`
    (`rc_*` for strict rate limits).
    """

    def __init__(
        self, folder: Path, *, server_name: str = "hs.localhost", settings: dict[str, Any] | None = None
    ) -> None:
        self.server_name = server_name
        self.shared_secret = secrets.token_hex(16)
        self.port = free_port()
        self._python = synapse_python()
        self._folder = folder
        self.settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def loopback_host(self) -> str:
        """What the operator's [net] loopback_hosts must name for this server to be reached."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns once it answers. Errors: HomeserverMissing with the end of its log."""
        config = write_config(self._folder, self.server_name, self.port, self.shared_secret, self.settings)
        quiet = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        with (self._folder / "homeserver.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._python, "-m", "synapse.app.homeserver", "--config-path", config],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=quiet,
            )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise HomeserverMissing(
                    f"The homeserver did not start. The end of its log:\n{self._log_end()}"
                )
            time.sleep(0.05)

    def stop(self) -> None:
        """Asks it to end, insists after a while. Its data stay."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """As a power cut would end it."""
        if self._process:
            self._process.kill()
        self.stop()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/health", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _log_end(self) -> str:
        return (self._folder / "homeserver.log").read_text(errors="replace")[-2000:]


def free_port() -> int:
    """Below the range that outgoing connections take theirs from, so that it is still free at a restart."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
