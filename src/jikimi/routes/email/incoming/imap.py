"""A mailbox over IMAP: only ever read, over an encrypted connection, a bounded piece at a time.

Nothing in it is changed, marked or moved, so that people may use the same mailbox beside us.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from jikimi.routes.email.incoming.base import MAX_BYTES, MOST_AT_ONCE, Found, InboxUnavailable, Place

_TIMEOUT_S: Final = 30.0
# A server that promises us more than we asked for is not listened to.
_LARGEST_PIECE: Final = 2 * MAX_BYTES
_UID: Final = re.compile(rb"\bUID (\d{1,10})\b")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _TooMuch(Exception):
    pass


class _Bounded:
    """Refuses a literal that is longer than anything we ask for."""

    def read(self, size: int) -> bytes:
        if size > _LARGEST_PIECE:
            raise _TooMuch
        return super().read(size)  # type: ignore[misc, no-any-return]


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


class _StartTls(_Bounded, imaplib.IMAP4):
    pass


@dataclass(frozen=True, slots=True)
class ImapMailbox:
    """`tls`: from the first byte (`tls`), or before anything is said (`starttls`)."""

    host: str
    username: str
    password: str = field(repr=False)
    port: int = 993
    tls: Literal["tls", "starttls"] = "tls"
    ca_file: Path | None = None
    folder: str = "INBOX"

    @property
    def account(self) -> str:
        return f"imap://{self.username}@{self.host}:{self.port}/{self.folder}"

    def fetch(self, after: Place) -> list[Found]:
        """Errors: InboxUnavailable."""
        with self._connected() as server:
            validity = self._select(server)
            last = after.last_uid if validity == after.validity else 0
            # An empty piece counts too: a letter that is there is never passed over.
            return [
                Found(self._piece(server, uid), validity, uid)
                for uid in self._uids(server, last, after.since)
            ]

    def check(self) -> None:
        """Errors: InboxUnavailable."""
        with self._connected() as server:
            self._select(server)

    def done(self, found: Found) -> None:
        """The place is kept by its number."""

    @contextmanager
    def _connected(self) -> Iterator[imaplib.IMAP4]:
        server: imaplib.IMAP4 | None = None
        try:
            server = self._connect()
            server.login(self.username, self.password)
            yield server
        except ssl.SSLCertVerificationError:
            raise InboxUnavailable(
                "The mail server could not prove who it is (its certificate was not verified). If the "
                "certificate is of your own making, name its authority as [inbox] ca_file in jikimi.toml."
            ) from None
        except (imaplib.IMAP4.error, OSError, ValueError, _TooMuch) as trouble:
            raise InboxUnavailable(_sentence(trouble)) from None
        finally:
            if server is not None:
                with suppress(imaplib.IMAP4.error, OSError, ValueError, _TooMuch):
                    server.logout()

    def _connect(self) -> imaplib.IMAP4:
        context = ssl.create_default_context(cafile=self.ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.tls == "tls":
            return _Tls(self.host, self.port, ssl_context=context, timeout=_TIMEOUT_S)
        server = _StartTls(self.host, self.port, timeout=_TIMEOUT_S)
        try:
            server.starttls(context)
        except BaseException:
            server.shutdown()
            raise
        return server

    def _select(self, server: imaplib.IMAP4) -> int:
        escaped = self.folder.replace("\\", "\\\\").replace('"', '\\"')
        status, _said = server.select(f'"{escaped}"', readonly=True)
        if status != "OK":
            raise InboxUnavailable("The folder that [inbox] folder names is not in the mailbox.")
        _status, told = server.response("UIDVALIDITY")
        value = told[0] if told else None
        return int(value) if isinstance(value, bytes) and value.isdigit() else 0

    def _uids(self, server: imaplib.IMAP4, last: int, since: date) -> list[int]:
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        _status, told = server.uid("SEARCH", "UID", f"{last + 1}:*", "SINCE", day)
        numbers = (told[0] or b"").split() if told else []
        uids = sorted(int(number) for number in numbers if number.isdigit())
        # "last+1:*" names the last letter even where it is older: RFC 3501, 6.4.8.
        return [uid for uid in uids if uid > last][:MOST_AT_ONCE]

    def _piece(self, server: imaplib.IMAP4, uid: int) -> bytes:
        status, told = server.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{MAX_BYTES}>)")
        if status != "OK":
            return b""
        return next((part for answer in told if (part := _literal(answer, uid))), b"")


def _literal(answer: Any, uid: int) -> bytes:
    if not isinstance(answer, tuple) or len(answer) < 2:
        return b""
    said = _UID.search(answer[0])
    return bytes(answer[1])[:MAX_BYTES] if said and int(said[1]) == uid else b""


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, _TooMuch):
        return "The mail server sent more than was asked for. Nothing of it was read."
    if isinstance(trouble, imaplib.IMAP4.abort):
        return "The mail server ended the connection. It will be tried again."
    if isinstance(trouble, imaplib.IMAP4.error):
        return (
            "The mail server does not let us in. Check username, password_file and tls under [inbox] in "
            "jikimi.toml."
        )
    if isinstance(trouble, ssl.SSLError):
        return "No encrypted connection to the mail server could be made. Check port and tls under [inbox]."
    return "The mail server of [inbox] cannot be reached. It will be tried again."
