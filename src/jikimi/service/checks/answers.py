"""What is needed to be answered: an address of the door, a mailbox, and a signature that servers believe."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from jikimi.routes.email.incoming.base import InboxUnavailable
from jikimi.seal.errors import KeyUnsafe
from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.config import Config, ConfigError
from jikimi.service.mailboxes import make_mailboxes
from jikimi.service.routes import dkim_key


def check_answers(config: Config) -> Iterator[Finding]:
    yield from _door(config)
    yield from _inbox(config)
    yield from _dkim(config)


def _door(config: Config) -> Iterator[Finding]:
    address = config.door.address
    if not address:
        yield note(
            "answers",
            "Notices carry no link to answer at, and nobody can check them on a page: set [door] address to "
            "how the door is reached from outside.",
        )
        return
    host = urlsplit(address).hostname or ""
    if host not in (*config.door.hosts, "127.0.0.1", "localhost"):
        yield missing(
            "answers", f"The door refuses the name {host} of its own address: add it to [door] hosts."
        )
    elif address.startswith("https:") and not config.door.https:
        yield missing("answers", "[door] address begins with https, so [door] https must be true.")
    else:
        yield ok("answers", f"Platforms answer and check notices at {address}/.")


def _inbox(config: Config) -> Iterator[Finding]:
    if config.inbox is None:
        yield note("inbox", "No mailbox is set ([inbox]): answers by mail must be typed in by hand.")
        return
    try:
        for mailbox in make_mailboxes(config):
            mailbox.check()
    except (InboxUnavailable, ConfigError, KeyUnsafe) as trouble:
        yield missing("inbox", str(trouble))
    else:
        yield ok("inbox", "The mailbox for answers can be read.")


def _dkim(config: Config) -> Iterator[Finding]:
    try:
        key = dkim_key(config)
    except (ConfigError, KeyUnsafe) as trouble:
        yield missing("dkim", str(trouble))
        return
    if key is not None:
        yield ok("dkim", f'Letters are signed. Your name server needs: {key.record_name} TXT "{key.record}"')
