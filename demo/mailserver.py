"""A real SMTP server on loopback (aiosmtpd): TLS, a login, a memory of what arrived, moods on demand."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from types import TracebackType
from typing import Any, AnyStr, Literal, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from demo.certificate import make_certificate

Stage = Literal["connect", "MAIL", "RCPT", "DATA", "letter"]
Encryption = Literal["starttls", "tls", "none"]
# It warns of its own deprecations at every login.
logging.getLogger("mail.log").setLevel(logging.ERROR)
_DSN_OPTIONS = re.compile(r"\s(?:RET|ENVID|NOTIFY|ORCPT)=\S+", re.I)


@dataclass
class Mood:
    """How the server behaves from now on.

    `refuse` answers a stage with a line such as "451 4.3.0 Try later". `drop` closes the connection
    instead of the answer to "DATA", while the "body" is given over, or instead of the "answer" after it.
    `wait_s` passes before the answer. `answer` replaces the 250.
    """

    refuse: dict[Stage, str] = field(default_factory=dict)
    drop: Literal["DATA", "body", "answer"] | None = None
    wait_s: float = 0.0
    answer: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One letter as it arrived, with the envelope and options it came in."""

    queue_id: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    encrypted: bool
    logged_in: bool
    options: str

    @property
    def message(self) -> EmailMessage:
        """The letter, parsed."""
        return message_from_bytes(self.raw, policy=SMTP_POLICY)


class MailServer:
    """`with MailServer(folder) as server:` serves on 127.0.0.1 and keeps each letter in `deliveries`."""

    def __init__(
        self,
        folder: Path,
        *,
        encryption: Encryption = "starttls",
        login: bool = True,
        names: tuple[str, ...] = ("localhost", "127.0.0.1"),
        dsn: bool = False,
        port: int = 0,
    ) -> None:
        self.mood = Mood()
        self.deliveries: list[Delivery] = []
        self.options_seen: list[str] = []
        self.arrived = threading.Event()
        self.dsn = dsn
        self.username = "centre" if login else None
        self.password = secrets.token_urlsafe(12) if login else None
        certificate = make_certificate(folder, names)
        self.ca_file = certificate.ca_file
        context = certificate.server_context() if encryption != "none" else None
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=port,
            server_hostname="mail.localhost",
            ssl_context=context if encryption == "tls" else None,
            tls_context=context if encryption == "starttls" else None,
            require_starttls=encryption == "starttls",
            auth_required=login,
            auth_require_tls=encryption == "starttls",  # aiosmtpd does not see that implicit TLS is TLS
            authenticator=self._authenticate,
        )

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def start(self) -> Self:
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop(no_assert=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any
    ) -> AuthResult:
        fits = isinstance(data, LoginPassword) and (data.login, data.password) == (
            (self.username or "").encode(),
            (self.password or "").encode(),
        )
        return AuthResult(success=fits, handled=False)


class _Controller(Controller):
    """Makes one conversation object a connection, and finds its own free port."""

    def __init__(self, mail_server: MailServer, **options: Any) -> None:
        self._mail_server = mail_server
        super().__init__(_Keeper(mail_server), **options)

    def factory(self) -> SMTP:
        return _Conversation(self._mail_server, self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = int(cast(asyncio.Server, self.server).sockets[0].getsockname()[1])
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Keeper:
    """What happens to a letter once it is whole."""

    def __init__(self, mail_server: MailServer) -> None:
        self._server = mail_server

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]] if self._server.dsn else responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mood = self._server.mood
        if mood.wait_s:
            await asyncio.sleep(mood.wait_s)
        if refusal := mood.refuse.get("letter"):
            return refusal
        queue_id = secrets.token_hex(5).upper()
        content = envelope.original_content or b""
        self._server.deliveries.append(
            Delivery(
                queue_id=queue_id,
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                raw=content,
                encrypted=session.ssl is not None
                or _transport(server).get_extra_info("sslcontext") is not None,
                logged_in=bool(session.authenticated),
                options=" ".join(self._server.options_seen),
            )
        )
        self._server.arrived.set()
        if mood.drop == "answer":
            _transport(server).abort()
        return mood.answer or f"250 2.0.0 Ok: queued as {queue_id}"


def _transport(server: SMTP) -> asyncio.Transport:
    return cast(asyncio.Transport, server.transport)


class _Conversation(SMTP):
    """aiosmtpd's conversation, with the server's mood in it."""

    def __init__(self, mail_server: MailServer, *args: Any, **options: Any) -> None:
        self._mail_server = mail_server
        self._greeted = False
        super().__init__(*args, **options)

    async def push(self, status: AnyStr) -> None:
        refusal = None if self._greeted else self._mail_server.mood.refuse.get("connect")
        self._greeted = True
        if refusal:
            await super().push(refusal)
            _transport(self).close()
        else:
            await super().push(status)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        await self._unless_refused("MAIL", super().smtp_MAIL, self._without_dsn(arg))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await self._unless_refused("RCPT", super().smtp_RCPT, self._without_dsn(arg))

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if self._mail_server.mood.drop in {"DATA", "body"}:
            if self._mail_server.mood.drop == "body":
                await self.push("354 Go on")
            _transport(self).abort()
            return
        await self._unless_refused("DATA", super().smtp_DATA, arg)

    async def _unless_refused(self, stage: Stage, carry_on: Any, arg: str | None) -> None:
        if refusal := self._mail_server.mood.refuse.get(stage):
            await self.push(refusal)
        else:
            await carry_on(arg)

    def _without_dsn(self, arg: str | None) -> str | None:
        """aiosmtpd knows no delivery reports: their options are noted and taken out."""
        if not arg or not self._mail_server.dsn:
            return arg
        self._mail_server.options_seen += [option.strip() for option in _DSN_OPTIONS.findall(arg)]
        return _DSN_OPTIONS.sub("", arg)
