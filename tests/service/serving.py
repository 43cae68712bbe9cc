"""A running `jikimi serve`, watched from outside."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.installation import Installation
from tests.service.free_port import free_ports

PATIENCE = 60.0


class Serving:
    """`door` and `desk` are their addresses. The configuration gets free ports and `more`."""

    def __init__(self, installation: Installation, more: str = "") -> None:
        self.installation = installation
        door, desk = free_ports(2)
        self.door, self.desk = (f"http://127.0.0.1:{port}/" for port in (door, desk))
        toml = installation.home / "jikimi.toml"
        toml.write_text(f"{more}\n[door]\nport = {door}\n[desk]\nport = {desk}\n")
        toml.chmod(0o600)
        self.process: subprocess.Popen[str] = installation.start("serve")
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def read_until(self, words: str) -> str:
        """The first line with these words, which may have been said already."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ended = not self._reader.is_alive()
            for line in list(self.lines):
                if words in line:
                    return line
            if ended:
                break
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was never said, but: {''.join(self.lines)}")

    def processes(self) -> dict[str, dict[str, Any]]:
        noted = json.loads((self.installation.runtime / "processes.json").read_text())
        return {one["name"]: one for one in noted}


def wait_for(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        return stat.read().rpartition(")")[2].split()[0] != "Z"
