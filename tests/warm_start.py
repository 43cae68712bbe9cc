"""Commands in processes of their own that begin with the slow imports done: forked off one warm process.

Hundreds of commands are run by the tests, and most of the time of each goes into importing. The warm process
has imported libraries that read no settings; each command still has a process, an environment and a database
connection of its own, and ends as Python ends. `python -m tests.warm_start SOCKET`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
# The libraries read no settings, so they may be there before a command says where its own are.
_LIBRARIES = (
    "jikimi.match.matcher", "jikimi.fingerprint.decode.pool", "jikimi.playbooks.load", "jikimi.seal.keyring",
    "jikimi.routes.email.route", "jikimi.routes.matrix_report.route", "jikimi.sources.matrix.source",
    "jikimi.sources.web.source", "jikimi.service.cli", "jikimi.service.config",
)  # fmt: skip
_FRAMEWORK = ("django.db.models", "django.http", "django.urls", "django.core.management", "django.core.cache",
              "django.db.migrations.executor", "django.forms")  # fmt: skip


class WarmStart:
    """`run` is `subprocess.run` for a module, with text captured."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="warm-")
        self._address = str(Path(self._folder.name) / "s")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_start", self._address], cwd=ROOT, stdin=subprocess.PIPE
        )
        until = time.monotonic() + 60
        while not Path(self._address).exists():
            assert self._server.poll() is None, "the warm process ended"
            assert time.monotonic() < until, "the warm process does not come up"
            time.sleep(0.01)

    def run(
        self,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        stdin: str,
        timeout: float,
    ) -> subprocess.CompletedProcess[str]:
        command = [module, *arguments]
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line,
        ):
            given.write(stdin.encode())
            given.seek(0)
            line.connect(self._address)
            asked = json.dumps([command, dict(environment)]).encode()
            socket.send_fds(line, [len(asked).to_bytes(4)], [file.fileno() for file in (given, out, err)])
            line.sendall(asked)
            pid = int.from_bytes(_exactly(line, 4))
            line.settimeout(timeout)
            try:
                status = int.from_bytes(_exactly(line, 4), signed=True)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(command, timeout) from None
            return subprocess.CompletedProcess(command, status, _text(out), _text(err))

    def close(self) -> None:
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait(10)
        self._folder.cleanup()


@cache
def warm_start() -> WarmStart:
    """One for each process that runs tests."""
    started = WarmStart()
    atexit.register(started.close)
    return started


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def _exactly(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        piece = line.recv(length - len(found))
        if not piece:
            raise ConnectionError("the other end is gone")
        found += piece
    return found


def serve(address: str) -> Sequence[str] | None:
    """Gives a command in each process that is to run one; in the warm process itself it never ends."""
    for name in (*_LIBRARIES, *_FRAMEWORK):
        import_module(name)
    for found in pkgutil.walk_packages(import_module("jikimi.service.cli").__path__, "jikimi.service.cli."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    gc.collect()
    gc.freeze()
    # Whoever is forked is reaped by nobody here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(address)
        listening.listen(64)
        while True:
            # What we are given as stdin ends with whoever started us.
            if sys.stdin in select.select([listening, sys.stdin], [], [])[0]:
                sys.exit()
            line, _ = listening.accept()
            if os.fork():
                line.close()
                continue
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return _become(line)


def _become(line: socket.socket) -> Sequence[str] | None:
    """In a process that waits for the command's end and tells of it; the command is its child."""
    length, files, _flags, _address = socket.recv_fds(line, 4, 3)
    command, environment = json.loads(_exactly(line, int.from_bytes(length)))
    pid = os.fork()
    if pid:
        line.sendall(pid.to_bytes(4))
        _, status = os.waitpid(pid, 0)
        line.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))
        os._exit(0)
    line.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    return list(command)


if __name__ == "__main__":
    asked = serve(sys.argv[1])
    assert asked is not None
    sys.argv = list(asked)
    runpy.run_module(asked[0], run_name="__main__", alter_sys=True)
