"""The mailboxes in which answers arrive, made from the operator's configuration."""

from __future__ import annotations

from jikimi.routes.email.incoming.base import Mailbox
from jikimi.routes.email.incoming.imap import ImapMailbox
from jikimi.routes.email.incoming.maildir import Maildir
from jikimi.seal.private_file import read_private
from jikimi.service.config import Config, ConfigError
from jikimi.service.config.models import Inbox

_LONGEST_PASSWORD = 1024


def make_mailboxes(config: Config) -> tuple[Mailbox, ...]:
    """None, one or two. Errors: ConfigError, KeyUnsafe."""
    inbox = config.inbox
    if inbox is None:
        return ()
    found: list[Mailbox] = [_imap(inbox)] if inbox.host else []
    return (*found, Maildir(inbox.maildir)) if inbox.maildir else tuple(found)


def _imap(inbox: Inbox) -> ImapMailbox:
    return ImapMailbox(
        host=inbox.host,
        port=inbox.port,
        tls=inbox.tls,
        username=inbox.username,
        password=_password(inbox),
        ca_file=inbox.ca_file,
        folder=inbox.folder,
    )


def _password(inbox: Inbox) -> str:
    if inbox.password_file is None:
        raise ConfigError("[inbox] in jikimi.toml needs password_file beside host.")
    try:
        return read_private(inbox.password_file, at_most=_LONGEST_PASSWORD).decode().strip()
    except FileNotFoundError:
        raise ConfigError("The file that [inbox] password_file in jikimi.toml names is not there.") from None
    except UnicodeDecodeError:
        raise ConfigError("The file that [inbox] password_file in jikimi.toml names holds no text.") from None
