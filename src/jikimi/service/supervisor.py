"""`jikimi serve`: the door, the desk, watch and work, kept running."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

from jikimi.service.alive import Noted, born_at, forget, note
from jikimi.service.checks.machine import is_taken
from jikimi.service.config.models import Config
from jikimi.service.paths import home_folder
from jikimi.service.plain_errors import CouldNot
from jikimi.service.process_log import ProcessLog
from jikimi.service.supervised import Supervised
from jikimi.service.web import ADDRESS

NAMES: Final = ("door", "desk", "watch", "work")
_LOOK: Final = 0.2
_GRACE: Final = 10.0
_UP: Final = 30.0
# What only the engine may see does not even stand in the environment of the others.
_ENGINE_ONLY: Final = ("CREDENTIALS_DIRECTORY",)


class Supervisor:
    """`say` prints one line for the operator."""

    def __init__(self, config: Config, say: Callable[[str], None]) -> None:
        self._config = config
        self._say = say
        self._stop = threading.Event()
        logs = home_folder() / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        self._children = [
            Supervised(name, _environment(name), ProcessLog(logs / f"{name}.log")) for name in NAMES
        ]
        self._told: dict[str, str] = {}

    def run(self) -> None:
        """Until SIGTERM or SIGINT. Errors: CouldNot when a port is taken."""
        self._check_ports()
        before = {number: signal.signal(number, self._end) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            for child in self._children:
                child.start(time.monotonic())
            self._note()
            self._tell_where()
            while not self._stop.wait(_LOOK):
                self._look()
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _look(self) -> None:
        now = time.monotonic()
        changed = False
        for child in self._children:
            if (status := child.ended(now)) is not None:
                self._tell_ended(child, status)
                changed = True
            elif child.process is None and now >= child.start_at:
                child.start(now)
                changed = True
        if changed:
            self._note()

    def _tell_ended(self, child: Supervised, status: int) -> None:
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        line = f"{child.name} {how}" + (f": {child.log.last}" if child.log.last else ".")
        # The same words again and again, with other numbers, would hide what else happens.
        words = re.sub(r"\d+", "", line)
        if self._told.get(child.name) != words:
            pause = max(1, round(child.start_at - time.monotonic()))
            self._say(f"{line} It is started again in {pause} s, and so on.")
            self._told[child.name] = words

    def _tell_where(self) -> None:
        sites = {"door": self._config.door, "desk": self._config.desk}
        all_up = True
        for child in self._children:
            where = f"log {child.log.path}"
            if child.name in sites:
                port = sites[child.name].port
                up = self._comes_up(child, port)
                all_up = all_up and up
                where = f"http://{ADDRESS}:{port}/" if up else f"not up yet; {where}"
            self._say(f"{child.name:<6} {where}")
        said = "All is started." if all_up else "Not everything came up; the logs say why."
        self._say(f"{said} Control-C ends it; `jikimi status` says how things stand.")

    def _comes_up(self, child: Supervised, port: int) -> bool:
        until = time.monotonic() + _UP
        while time.monotonic() < until and not self._stop.is_set():
            if child.process is None or child.process.poll() is not None:
                return False
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex((ADDRESS, port)) == 0:
                    return True
            self._stop.wait(0.1)
        return False

    def _check_ports(self) -> None:
        for name, port in (("door", self._config.door.port), ("desk", self._config.desk.port)):
            if is_taken(port):
                raise CouldNot(
                    f"Port {port} on {ADDRESS}, where the {name} should be, is in use. End the other "
                    f"program, or set another port in jikimi.toml: [{name}] port = ..."
                )

    def _note(self) -> None:
        running = [child for child in self._children if child.process is not None]
        noted = [(child, child.process.pid) for child in running if child.process is not None]
        note([Noted(child.name, pid, born_at(pid) or 0, child.restarts) for child, pid in noted])

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _end_all(self) -> None:
        for child in self._children:
            child.tell_to_end()
        until = time.monotonic() + _GRACE
        for child in self._children:
            child.wait_or_kill(until - time.monotonic())
        forget()
        self._say("All ended.")


def _environment(name: str) -> dict[str, str]:
    process = name if name in ("door", "desk") else "engine"
    inherited = {k: v for k, v in os.environ.items() if process == "engine" or k not in _ENGINE_ONLY}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": f"jikimi.service.settings.{process}",
        "PYTHONUNBUFFERED": "1",
    }
