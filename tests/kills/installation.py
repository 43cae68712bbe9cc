"""A whole centre for a kill test: its folders, its real processes, and how they are killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from demo.mailserver import MailServer
from jikimi.playbooks.load import OURS
from tests.servers.synapse import Synapse
from tests.warm_start import warm_start

BASIS = "A sentence that says what the authority of this centre rests on."

# The pace is short, so that a kill costs the test little; the rest is as in every installation.
CONFIG = """
[centre]
name = "A centre"
contact = "desk@centre.example"
[net]
loopback_hosts = ["{loopback_host}"]
[matrix."{server_name}"]
base_url = "{base_url}"
access_token = "{token}"
admin_contact = "admin@here.example"
[smtp]
host = "{mail_host}"
port = {mail_port}
username = "{mail_user}"
password_file = "{password_file}"
ca_file = "{ca_file}"
sender = "notices@centre.example"
[pace]
lease_s = 2
first_retry_s = 0.5
looks_apart_s = 1
gather_s = 0
[watch]
decoders = 1
"""


class CommandFailed(Exception):
    """A command of ours ended badly; the message is what it said."""


@dataclass
class Installation:
    """`database` is an address for JIKIMI_DATABASE, or None for the SQLite file."""

    folder: Path
    database: str | None
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    orphans: list[psutil.Process] = field(default_factory=list)

    def set_up(
        self, synapse: Synapse, mail: MailServer, room: str, photos: list[Path], *, look_every: str = ""
    ) -> None:
        """One case, its photographs protected, one room watched every second; looks as the playbook says."""
        for name in ("home", "keys", "runtime"):
            (self.folder / name).mkdir(mode=0o700, parents=True)
        password = self.folder / "keys" / "relay-password"
        password.touch(mode=0o600)
        password.write_text(mail.password or "")
        playbooks = self._hurried(look_every)
        (self.folder / "home" / "jikimi.toml").write_text(
            playbooks
            + CONFIG.format(
                loopback_host=synapse.server.loopback_host,
                server_name=synapse.server.server_name,
                base_url=synapse.server.base_url,
                token=synapse.watcher.token,
                mail_host=mail.host,
                mail_port=mail.port,
                mail_user=mail.username,
                password_file=password,
                ca_file=mail.ca_file,
            )
        )
        case = self.run("case", "open", "--consent", "watch,ask_platforms").strip()
        self.run("protect", *map(str, photos), "--kind", "original", "--case", case)
        self.run("authority", "record", "--country", "KR", "--basis", BASIS)
        self.run("room", "add", room, "--every", "1")

    def _hurried(self, look_every: str) -> str:
        """A playbook of the centre's own without an hourly limit, and the line that names it."""
        mine = self.folder / "playbooks"
        (mine / "platforms").mkdir(parents=True)
        ours = (OURS / "platforms" / "matrix-homeserver.toml").read_text()
        assert 'rate_limit = "30/1h"\n' in ours
        words = ours.replace('rate_limit = "30/1h"\n', "")
        if look_every:
            checks = f'after_asking = ["{look_every}"]\nonce_gone = ["{look_every}"]\nstop_after = "1d"\n'
            words = words.partition("[checks]")[0] + "[checks]\n" + checks
        (mine / "platforms" / "matrix-homeserver.toml").write_text(words)
        return f'playbooks = ["{mine}"]\n'

    @property
    def environment(self) -> dict[str, str]:
        """This machine's, with this installation's folders and nothing of another's."""
        others = ("JIKIMI_", "DJANGO_", "CREDENTIALS_DIRECTORY")
        mine = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        for name in ("home", "keys", "runtime"):
            mine[f"JIKIMI_{name.upper()}"] = str(self.folder / name)
        return mine | ({"JIKIMI_DATABASE": self.database} if self.database else {})

    def run(self, *arguments: str) -> str:
        """What a command printed. Errors: CommandFailed."""
        return self._output("jikimi.service.cli", *arguments)

    def look(self) -> dict[str, Any]:
        """Everything that is remembered, read by a process of its own (see `look_inside`)."""
        looked: dict[str, Any] = json.loads(self._output("tests.kills.look_inside"))
        return looked

    def start(self, name: str, module: str = "jikimi.service.cli") -> None:
        """`watch`, `work`, or another module; what it says goes into a log."""
        arguments = [name] if module == "jikimi.service.cli" else []
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """As the kernel or a power cut would: nothing gets to say goodbye."""
        process = self.running.pop(name)
        assert process.poll() is None, f"{name} had ended by itself: {self.log(name).read_text()[-2000:]}"
        self.orphans += psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(10)

    def end(self, name: str) -> int:
        """As an operator would. Gives the exit status."""
        process = self.running.pop(name)
        process.terminate()
        return process.wait(40)

    def end_all(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait(10)
        self.running.clear()

    def ended(self) -> dict[str, int]:
        """Those that ended by themselves, with their exit status."""
        return {
            name: process.returncode for name, process in self.running.items() if process.poll() is not None
        }

    def left_behind(self) -> list[psutil.Process]:
        """Children of killed processes that did not end themselves."""
        _, alive = psutil.wait_procs(self.orphans, timeout=10)
        return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _output(self, module: str, *arguments: str) -> str:
        done = warm_start().run(module, arguments, self.environment, stdin="", timeout=120)
        if done.returncode:
            raise CommandFailed(f"{module} {arguments[:2]}: {done.stderr[-2000:]}")
        return done.stdout
