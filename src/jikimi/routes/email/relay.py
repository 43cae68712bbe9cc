"""The operator's mail relay: how it is reached, and the promise that nothing leaves this machine in clear."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from jikimi.net.mail_address import AddressRefused, check_address, domain_of

Tls = Literal["starttls", "tls", "none"]


class RelayRefused(ValueError):
    """The relay's settings cannot be used. The message is a sentence for the operator, without secrets."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Where notices are handed over. `sender` is the centre's mail address: bounces come back to it.

    `command_s` is how long one answer may take, `greeting_to_data_s` everything before the letter itself,
    `answer_s` the wait after the letter: RFC 5321 asks for ten minutes, and giving up early makes `unknown`.
    """

    host: str
    sender: str
    port: int = 587
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls = "starttls"
    ca_file: Path | None = None
    command_s: float = 30.0
    greeting_to_data_s: float = 90.0
    answer_s: float = 600.0

    def __post_init__(self) -> None:
        try:
            check_address(self.sender)
        except AddressRefused as refused:
            raise RelayRefused(f"[smtp] sender in jikimi.toml: {refused}") from None
        if not self.host or not self.host.isascii() or any(not char.isprintable() for char in self.host):
            raise RelayRefused("[smtp] host in jikimi.toml is not a host name or an address.")
        if self.tls == "none" and not is_loopback(self.host):
            raise RelayRefused(
                'Notices are never sent in clear over a network. Set [smtp] tls in jikimi.toml to "starttls" '
                'or "tls"; "none" is only for a relay on this machine (127.0.0.1, ::1 or localhost).'
            )
        if (self.username is None) != (self.password is None):
            raise RelayRefused("[smtp] in jikimi.toml needs username and password_file together, or neither.")

    @property
    def domain(self) -> str:
        """The domain letters come from; we greet with it too, so that this machine's name stays here."""
        return domain_of(self.sender)

    def tls_context(self) -> ssl.SSLContext:
        """TLS 1.2 or later, certificate and host name verified. Errors: RelayRefused."""
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError):
            raise RelayRefused(
                "[smtp] ca_file in jikimi.toml cannot be read, or holds no certificate in PEM form."
            ) from None
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def is_loopback(host: str) -> bool:
    """Whether the host is this machine: a literal address or `localhost`; no name is looked up."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
