"""A support centre for the length of a demonstration: its own folders, keys and real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from demo.homeserver import Homeserver
from demo.mailserver import MailServer
from jikimi.playbooks.load import OURS

NAME = "Demonstration Centre"
CONTACT = "help@centre.example"
SENDER = "notices@centre.example"
_STOP_S = 20.0


class CommandFailed(Exception):
    """A `jikimi` command did not do what it should. The message holds what it said."""


@dataclass
class Centre:
    """One installation of Jikimi. `run` waits for a command, `start` leaves one running until `stop`."""

    folder: Path
    _running: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

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
        """The user's own environment, with this centre's folders and nothing of another installation's."""
        theirs = {
            name: value for name, value in os.environ.items() if not name.startswith(("JIKIMI_", "DJANGO_"))
        }
        theirs.pop("CREDENTIALS_DIRECTORY", None)
        return theirs | {
            "JIKIMI_HOME": str(self.home),
            "JIKIMI_KEYS": str(self.keys),
            "JIKIMI_RUNTIME": str(self.runtime),
            "JIKIMI_AS": "demo",
        }

    def configure(self, homeserver: Homeserver, token: str, mail: MailServer) -> None:
        """Writes jikimi.toml, the relay's password, and a playbook that looks every few seconds."""
        password = self.keys / "relay-password"
        password.touch(mode=0o600)
        password.write_text(mail.password or "")
        playbooks = self.home / "playbooks"
        (playbooks / "platforms").mkdir(parents=True)
        (playbooks / "platforms" / "matrix-homeserver.toml").write_text(_hurried_playbook())
        settings: dict[str, dict[str, object]] = {
            "": {"playbooks": [str(playbooks)]},
            "centre": {"name": NAME, "contact": CONTACT},
            "net": {"loopback_hosts": [homeserver.loopback_host]},
            f'matrix."{homeserver.server_name}"': {
                "base_url": homeserver.base_url,
                "access_token": token,
                "admin_contact": f"admin@{homeserver.server_name}",
            },
            "pace": {"looks_apart_s": 1, "gather_s": 0},
            "smtp": {
                "host": mail.host,
                "port": mail.port,
                "username": mail.username,
                "password_file": str(password),
                "ca_file": str(mail.ca_file),
                "sender": SENDER,
            },
        }
        (self.home / "jikimi.toml").write_text(_toml(settings))

    def run(self, *arguments: str) -> str:
        """What a `jikimi` command printed. Errors: CommandFailed."""
        done = subprocess.run(
            self._command(arguments), env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip()[-1500:]
            raise CommandFailed(f"`jikimi {' '.join(arguments)}` said: {said}")
        return done.stdout

    def start(self, *arguments: str) -> None:
        """Leaves a `jikimi` process running; what it says goes into a log in the folder."""
        with self.log(arguments[0]).open("ab") as log:
            process = subprocess.Popen(
                self._command(arguments),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that Ctrl-C reaches them through us, in order
            )
        self._running.append((arguments[0], process))

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def ended(self) -> str | None:
        """The end of the log of a process that should still be running, if there is one."""
        for name, process in self._running:
            if process.poll() is not None:
                return f"`jikimi {name}` ended: {self.log(name).read_text(errors='replace').strip()[-1500:]}"
        return None

    def stop(self) -> None:
        """Ends, by their ids, the processes that were started here."""
        for _name, process in self._running:
            if process.poll() is None:
                process.terminate()
        for _name, process in self._running:
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "jikimi.service.cli", *arguments]


def _hurried_playbook() -> str:
    whole = (OURS / "platforms" / "matrix-homeserver.toml").read_text()
    before, _, _checks = whole.partition("[checks]")
    return before + '[checks]\nafter_asking = ["8s", "2s"]\nonce_gone = ["1h"]\nstop_after = "1d"\n'


def _toml(settings: dict[str, dict[str, object]]) -> str:
    """Tables of texts, numbers and lists; JSON writes those as TOML does."""
    lines: list[str] = []
    for table, values in settings.items():
        lines += [f"[{table}]"] if table else []
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"
