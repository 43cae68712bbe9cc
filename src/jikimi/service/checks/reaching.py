"""What is needed to reach others: who signs, the mail relay, homeservers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jikimi.seal.errors import KeyUnsafe
from jikimi.seal.private_file import read_private
from jikimi.service.checks.answers import check_answers
from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.config import Config
from jikimi.service.config.models import Smtp

SECONDS: Final = 5.0


def check_reaching(config: Config) -> Iterator[Finding]:
    yield from _centre(config)
    yield from _smtp(config.smtp)
    yield from check_answers(config)
    yield from _matrix(config)


def _centre(config: Config) -> Iterator[Finding]:
    if not config.centre.name or not config.centre.contact:
        yield missing("centre", "Notices are signed by the centre: set [centre] name and contact.")
    else:
        yield ok("centre", f"Notices are signed by {config.centre.name}.")


def _smtp(smtp: Smtp | None) -> Iterator[Finding]:
    if smtp is None:
        yield missing(
            "mail", "No mail relay is set, so no notice goes out by mail: set [smtp] host and sender."
        )
        return
    if smtp.password_file is not None:
        yield from _password(smtp.password_file)
    try:
        socket.create_connection((smtp.host, smtp.port), SECONDS).close()
    except (OSError, UnicodeError):
        yield missing("mail", f"The mail relay does not answer at {smtp.host}, port {smtp.port}.")
    else:
        yield ok("mail", f"The mail relay answers at {smtp.host}, port {smtp.port}.")


def _password(path: Path) -> Iterator[Finding]:
    try:
        content = read_private(path, at_most=1000)
    except FileNotFoundError:
        yield missing("mail", f"There is no password file at {path}.")
    except KeyUnsafe as error:
        yield missing("mail", str(error))
    else:
        if not content.strip():
            yield missing("mail", f"The password file {path} is empty.")


def _matrix(config: Config) -> Iterator[Finding]:
    if not config.matrix:
        yield note("matrix", 'No Matrix homeserver is set ([matrix."server.name"] base_url, access_token).')
    for name, server in config.matrix.items():
        parts = urlsplit(server.base_url)
        local = parts.hostname in config.net.loopback_hosts or parts.netloc in config.net.loopback_hosts
        if parts.scheme != "https" and not local:
            yield missing("matrix", f"{name} is reached unencrypted: base_url needs https://")
        elif server.access_token is None:
            yield missing(
                "matrix",
                f"{name} has no access_token: files cannot be fetched there and nothing can be "
                "reported. Make an account for the centre.",
            )
        else:
            yield ok("matrix", f"{name} has an account.")
