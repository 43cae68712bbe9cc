"""A PostgreSQL of the tests' own, in a temporary folder, reached through a socket in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote


class NoPostgres(Exception):
    """PostgreSQL's programs are not installed here."""


class PostgresServer:
    """`address` is what JIKIMI_DATABASE takes. As root it runs as another user, for it refuses root."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._user: dict[str, Any] = {"user": _harmless_user()} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="jk-pg-"))
        if self._user:
            self._folder.chmod(0o711)
            shutil.chown(self._folder, self._user["user"])
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgresql://jikimi@{quote(str(self._folder), safe='')}:5432/jikimi"

    @property
    def django(self) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "jikimi",
            "USER": "jikimi",
            "HOST": str(self._folder),
            "PORT": "5432",
        }

    def start(self) -> None:
        data = self._folder / "data"
        if not data.exists():
            self._run(
                "initdb", "-D", data, "-U", "jikimi", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"
            )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "fsync": "off",
            "max_connections": "120",
            "shared_buffers": "32MB",
            "log_min_messages": "fatal",
        }
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", data, *(f"--{k}={v}" for k, v in options.items())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd=self._folder, **self._user,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while subprocess.run(
            [self._programs / "pg_isready", "-q", "-h", self._folder], check=False, cwd=self._folder
        ).returncode:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("PostgreSQL did not start.")
            time.sleep(0.05)
        self.create_database("jikimi")

    def create_database(self, name: str) -> str:
        """Makes an empty database if there is none and gives its address."""
        command = [self._programs / "createdb", "-h", self._folder, "-U", "jikimi", name]
        subprocess.run(command, check=False, capture_output=True, cwd=self._folder)
        return self.address.removesuffix("/jikimi") + "/" + name

    def drop_database(self, name: str) -> None:
        """Removes a database, whoever is still connected."""
        command = [self._programs / "dropdb", "-h", self._folder, "-U", "jikimi", "--force", name]
        subprocess.run(command, check=False, capture_output=True, cwd=self._folder)

    @property
    def data(self) -> Path:
        """Where everything lies on the disk."""
        return self._folder / "data"

    def flush(self) -> None:
        """Writes what is in memory to the disk."""
        command = [
            self._programs / "psql",
            "-q",
            "-h",
            self._folder,
            "-U",
            "jikimi",
            "-c",
            "CHECKPOINT",
            "jikimi",
        ]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._user)

    def __enter__(self) -> PostgresServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _programs() -> Path:
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if all((place / name).exists() for name in ("initdb", "postgres", "pg_isready", "createdb")):
            return place
    raise NoPostgres("Install postgresql to run these tests on it too.")


def _harmless_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
