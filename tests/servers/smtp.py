"""The demo's real SMTP server for tests, with a relay that knows the way to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from demo.mailserver import MailServer
from jikimi.routes.email.relay import Relay

__all__ = ["MailServer", "relay_to"]


def relay_to(server: MailServer, **other: Any) -> Relay:
    """The settings of a centre that hands its letters to this server, with short waits."""
    relay = Relay(
        host=server.host,
        port=server.port,
        sender="notices@centre.example",
        username=server.username,
        password=server.password,
        ca_file=Path(server.ca_file),
        command_s=5,
        greeting_to_data_s=10,
        answer_s=5,
    )
    return replace(relay, **other)
