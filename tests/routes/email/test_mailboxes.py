"""Mailboxes are read a bounded piece at a time: a real IMAP server, and maildirs."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jikimi.routes.email.incoming.base import MAX_BYTES, MOST_AT_ONCE, InboxUnavailable, Place
from jikimi.routes.email.incoming.imap import ImapMailbox
from jikimi.routes.email.incoming.maildir import Maildir
from tests.servers.imap import ImapServer, NoDovecot

TODAY = datetime.now(UTC).date()
FROM_THE_START = Place(0, 0, TODAY - timedelta(days=1))


def letter(number: int, size: int = 0) -> bytes:
    return f"From: a@b.example\r\nSubject: letter {number}\r\n\r\nwords {number}\r\n".encode() + b"x" * size


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    try:
        server = ImapServer()
    except NoDovecot as missing:
        if os.environ.get("JIKIMI_TESTS_NEED_ALL"):
            raise
        pytest.skip(str(missing))
    with server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> ImapServer:
    running.empty()
    return running


def test_letters_come_in_order_and_once(server: ImapServer) -> None:
    mailbox = server.mailbox()
    for number in (1, 2):
        server.deliver(letter(number))
    found = mailbox.fetch(FROM_THE_START)
    assert [one.raw for one in found] == [letter(1), letter(2)]
    after = Place(found[-1].validity, found[-1].uid, TODAY - timedelta(days=1))
    assert mailbox.fetch(after) == []
    server.deliver(letter(3))
    assert [one.raw for one in mailbox.fetch(after)] == [letter(3)]


def test_the_mailbox_is_left_as_it_was(server: ImapServer) -> None:
    server.deliver(letter(1))
    mailbox = server.mailbox()
    mailbox.done(mailbox.fetch(FROM_THE_START)[0])
    mailbox.check()
    (name,) = server.letters()
    assert "S" not in name.partition(":2,")[2], "not marked as seen"


def test_after_a_new_numbering_it_begins_anew(server: ImapServer) -> None:
    server.deliver(letter(1))
    mailbox = server.mailbox()
    (found,) = mailbox.fetch(FROM_THE_START)
    other_numbering = Place(found.validity + 1, 4_000_000, TODAY - timedelta(days=1))
    assert [one.raw for one in mailbox.fetch(other_numbering)] == [letter(1)]


def test_of_a_large_letter_only_the_beginning_comes(server: ImapServer) -> None:
    server.deliver(letter(1, size=3 * MAX_BYTES))
    (found,) = server.mailbox().fetch(FROM_THE_START)
    assert len(found.raw) == MAX_BYTES
    assert found.raw.startswith(letter(1)[:40])


def test_many_letters_come_in_portions(server: ImapServer) -> None:
    for number in range(MOST_AT_ONCE + 5):
        server.deliver(letter(number))
    first = server.mailbox().fetch(FROM_THE_START)
    assert len(first) == MOST_AT_ONCE
    rest = server.mailbox().fetch(Place(first[-1].validity, first[-1].uid, FROM_THE_START.since))
    assert len(rest) == 5


def test_starttls_too(server: ImapServer) -> None:
    server.deliver(letter(1))
    mailbox = server.mailbox(port=server.plain_port, tls="starttls")
    assert len(mailbox.fetch(FROM_THE_START)) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"password": "wrong"}, "does not let us in"),
        ({"ca_file": None}, "could not prove who it is"),
        ({"port": 9}, "cannot be reached"),
        ({"host": "no-such-host.invalid"}, "cannot be reached"),
        ({"folder": "Nowhere"}, "is not in the mailbox"),
        ({"folder": 'In"bo\\x'}, "is not in the mailbox"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(
    server: ImapServer, wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(InboxUnavailable, match=says) as refusal:
        replace(server.mailbox(), **wrong).fetch(FROM_THE_START)  # type: ignore[arg-type]
    assert server.password not in str(refusal.value)


def test_the_password_is_not_shown(server: ImapServer) -> None:
    assert server.password not in repr(server.mailbox()) + server.mailbox().account


def test_where_nothing_is_encrypted_no_password_is_said() -> None:
    """A server, or somebody in between, that offers no STARTTLS hears only that we leave."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talking = threading.Thread(target=_offer_nothing, args=(listening, heard))
        talking.start()
        mailbox = ImapMailbox(
            "127.0.0.1", "user", "hush-password", port=listening.getsockname()[1], tls="starttls"
        )
        with pytest.raises(InboxUnavailable):
            mailbox.fetch(FROM_THE_START)
        talking.join(5)
    assert heard
    assert b"hush" not in b"".join(heard)
    assert not [line for line in heard if b"LOGIN" in line or b"AUTHENTICATE" in line]


def _offer_nothing(listening: socket.socket, heard: list[bytes]) -> None:
    connection, _address = listening.accept()
    with connection, connection.makefile("rwb") as talk:
        talk.write(b"* OK hello\r\n")
        talk.flush()
        while line := talk.readline():
            heard.append(line)
            tag = line.split()[0]
            talk.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            talk.flush()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def test_a_maildirs_new_letters_move_to_the_read_ones(maildir: Path) -> None:
    (maildir / "new" / "1.a.host").write_bytes(letter(1))
    (maildir / "new" / "2.a.host").write_bytes(letter(2))
    mailbox = Maildir(maildir)
    found = mailbox.fetch(FROM_THE_START)
    assert [one.raw for one in found] == [letter(1), letter(2)]
    assert mailbox.fetch(FROM_THE_START) == found, "nothing moves before it is recorded"
    for one in found:
        mailbox.done(one)
        mailbox.done(one)
    assert mailbox.fetch(FROM_THE_START) == []
    assert [path.name for path in sorted((maildir / "cur").iterdir())] == ["1.a.host:2,S", "2.a.host:2,S"]


def test_a_maildir_leads_nowhere_else(maildir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("hush")
    (maildir / "new" / "link").symlink_to(secret)
    (maildir / "new" / "folder").mkdir()
    os.mkfifo(maildir / "new" / "pipe")
    (maildir / "new" / ".hidden").write_bytes(letter(1))
    assert Maildir(maildir).fetch(FROM_THE_START) == []


def test_of_a_maildirs_large_letter_only_the_beginning_is_read(maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(letter(1, size=2 * MAX_BYTES))
    (found,) = Maildir(maildir).fetch(FROM_THE_START)
    assert len(found.raw) == MAX_BYTES


def test_a_folder_that_is_no_maildir_is_said(tmp_path: Path, maildir: Path) -> None:
    with pytest.raises(InboxUnavailable, match="folders new and cur"):
        Maildir(tmp_path / "nowhere").check()
    (maildir / "new" / "1").write_bytes(letter(1))
    (found,) = Maildir(maildir).fetch(FROM_THE_START)
    shutil.rmtree(maildir / "cur")
    Maildir(maildir).done(replace(found, name="gone already"))
    (maildir / "cur").write_text("no folder")
    with pytest.raises(InboxUnavailable, match="cannot be moved"):
        Maildir(maildir).done(found)
