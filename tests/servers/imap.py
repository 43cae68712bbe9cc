"""A real IMAP server of the tests' own: Debian's dovecot, unprivileged, on loopback, over TLS."""

from __future__ import annotations

import grp
import os
import pwd
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from demo.certificate import make_certificate
from jikimi.routes.email.incoming.imap import ImapMailbox
from tests.service.free_port import free_ports

_NOBODY = "nobody"


class NoDovecot(Exception):
    """dovecot-imapd is not installed here."""


class ImapServer:
    """`with ImapServer() as server:`; `deliver` puts a letter in, `mailbox` knows the way."""

    def __init__(self, folder: str = "INBOX") -> None:
        self._program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
        if self._program is None:
            raise NoDovecot("dovecot-imapd is not installed")
        # A short path: its sockets lie in it. As root it runs as another user.
        self._home = Path(tempfile.mkdtemp(prefix="jk-imap-"))
        self._user = pwd.getpwnam(_NOBODY) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._as_user: dict[str, Any] = (
            {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": ()}
            if os.geteuid() == 0
            else {}
        )
        self.port, self.plain_port = free_ports(2)
        self.username, self.password = "notices@centre.example", secrets.token_urlsafe(12)
        self.folder = folder
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None
        certificate = make_certificate(self._home, ("localhost", "127.0.0.1"))
        self.ca_file = certificate.ca_file
        self._configure()

    def mailbox(self, **other: Any) -> ImapMailbox:
        known: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "ca_file": Path(self.ca_file),
            "folder": self.folder,
        }
        return ImapMailbox(**(known | other))

    def deliver(self, raw: bytes) -> None:
        self._count += 1
        name = f"{time.time_ns()}.M{self._count}.localhost"
        path = self._maildir / "tmp" / name
        path.write_bytes(raw)
        if os.geteuid() == 0:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)
        path.rename(self._maildir / "new" / name)

    def letters(self) -> list[str]:
        """Names with their flags, as the server keeps them."""
        return sorted(path.name for part in ("new", "cur") for path in (self._maildir / part).iterdir())

    def empty(self) -> None:
        """No letter any more; the numbering goes on."""
        for path in [*(self._maildir / "new").iterdir(), *(self._maildir / "cur").iterdir()]:
            path.unlink()

    def start(self) -> Self:
        self._process = subprocess.Popen(
            [str(self._program), "-F", "-c", str(self._home / "dovecot.conf")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, **self._as_user,
        )  # fmt: skip
        context = ssl.create_default_context(cafile=self.ca_file)
        until = time.monotonic() + 20
        while not self._greets(context):
            if time.monotonic() > until or self._process.poll() is not None:
                log = self._home / "log"
                raise AssertionError(log.read_text() if log.exists() else "dovecot did not start")
            time.sleep(0.05)
        return self

    def _greets(self, context: ssl.SSLContext) -> bool:
        try:
            raw = socket.create_connection(("127.0.0.1", self.port), 1)
            with raw, context.wrap_socket(raw, server_hostname="127.0.0.1") as wrapped:
                wrapped.settimeout(5)
                return wrapped.recv(4) == b"* OK"
        except OSError:
            return False

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _maildir(self) -> Path:
        return self._home / "mail"

    def _configure(self) -> None:
        for part in ("run", "state", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (self._home / part).mkdir()
        (self._home / "passwd").write_text(f"{self.username}:{{PLAIN}}{self.password}::::::\n")
        (self._home / "dovecot.conf").write_text(
            _CONFIG.format(
                home=self._home,
                user=self._user.pw_name,
                uid=self._user.pw_uid,
                gid=self._user.pw_gid,
                group=grp.getgrgid(self._user.pw_gid).gr_name,
                port=self.port,
                plain=self.plain_port,
            )
        )
        if os.geteuid() == 0:
            for path in (self._home, *self._home.rglob("*")):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)


_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/mail
mail_fsync = never
disable_plaintext_auth = yes
ssl = required
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.pem
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
