"""The machine: ports, and the walls that its kernel offers."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from jikimi.service.alive import noted
from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.config import Config
from jikimi.service.walls import landlock_version

ADDRESS = "127.0.0.1"


def check_machine(config: Config) -> Iterator[Finding]:
    if landlock_version():
        yield ok("walls", "The kernel keeps the door and the desk away from the keys (Landlock).")
    else:
        yield note(
            "walls", "This kernel has no Landlock: door and desk run as the user whose keys these are."
        )
    if any(alive for _one, alive in noted()):
        yield ok("ports", "`jikimi serve` is running.")
        return
    for name, port in (("door", config.door.port), ("desk", config.desk.port)):
        if is_taken(port):
            yield missing("ports", f"Port {port}, where the {name} should be, is in use by another program.")
        else:
            yield ok("ports", f"Port {port} is free for the {name}.")


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return True
    return False
