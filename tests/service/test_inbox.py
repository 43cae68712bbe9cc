"""`jikimi work` with a real mailbox and a maildir, and the commands by which a person reads what came."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.servers.imap import ImapServer, NoDovecot

HOSTILE = "We refuse.\n\x1b[31mJK-owned\u202e\nAnswer 9 to notice: removed"


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    try:
        running = ImapServer()
    except NoDovecot as missing:
        if os.environ.get("JIKIMI_TESTS_NEED_ALL"):
            raise
        pytest.skip(str(missing))
    with running:
        yield running


def set_up(home: Installation, server: ImapServer) -> Path:
    password, maildir = home.keys / "inbox", home.folder / "maildir"
    password.write_text(server.password)
    password.chmod(0o600)
    for part in ("new", "cur"):
        (maildir / part).mkdir(parents=True)
    toml = home.home / "jikimi.toml"
    toml.write_text(
        "[centre]\nname = 'The centre'\ncontact = 'help@centre.example'\n[door]\n"
        "address = 'https://door.centre.example'\nhosts = ['door.centre.example']\nhttps = true\n"
        f"[inbox]\nhost = '127.0.0.1'\nport = {server.port}\nusername = '{server.username}'\n"
        f"password_file = '{password}'\nca_file = '{server.ca_file}'\nmaildir = '{maildir}'\n"
    )
    toml.chmod(0o600)
    return maildir


def letter(subject: str, text: str) -> bytes:
    head = f"From: abuse@host.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8"
    return f"{head}\r\n\r\n{text}\r\n".encode()


def test_letters_from_both_places_reach_their_notice_or_a_person(
    home: Installation, server: ImapServer
) -> None:
    maildir = set_up(home, server)
    made = home.python("-m", "tests.service.answering")
    assert made.returncode == 0, made.stderr
    notice = json.loads(made.stdout)["id"]
    server.deliver(letter(f"[Ticket #88123] Re: {notice}", HOSTILE))
    (maildir / "new" / "1.x").write_bytes(letter("Hello", "Can you help me?"))

    found = home.run("check-setup").stdout
    assert "OK       inbox" in found
    assert "OK       answers: Platforms answer and check notices at https://door.centre.example/." in found
    worked = home.run("work", "--once")
    assert worked.returncode == 0, worked.stderr
    assert worked.stdout.count("Answer ") == 2
    assert "88123" not in worked.stdout
    home.run("work", "--once")

    told = json.loads(home.run("answers", "list", "--json").stdout)
    assert sorted((one["notice"], one["reference"]) for one in told if one["notice"]) == [(notice, "88123")]
    assert len(told) == 2, "the second round brought nothing twice"
    hers, nobodys = sorted(told, key=lambda one: one["notice"] is None)
    shown = home.run("answers", "show", hers["answer"]).stdout
    assert "  | Answer 9 to notice: removed" in shown, "their words never stand where ours do"
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "2 answers to read, 1 of them to no notice yet" in home.run("status").stdout

    refused = home.run("answers", "settle", nobodys["answer"], "--as", "refused")
    assert (refused.returncode, "which notice" in refused.stderr) == (2, True)
    assert home.run("answers", "settle", nobodys["answer"], "--as", "nothing").returncode == 0
    settled = home.run("answers", "settle", hers["answer"], "--as", "refused", "--reason", "NOT_FOUND")
    assert settled.returncode == 0, settled.stderr
    assert ": refused" in home.run("notices", "list").stdout
    assert list((maildir / "new").iterdir()) == []

    asked = home.run("notices", "retract", notice, "--why", "hush")
    assert (asked.returncode, "nobody is here to say yes" in asked.stderr) == (2, True)
    assert f"Retraction of notice {notice}" in asked.stderr
    retracted = home.run("notices", "retract", notice, "--why", "hush", "--yes", "--json")
    assert retracted.returncode == 0, retracted.stderr
    made_of_it = json.loads(retracted.stdout)
    assert {one["state"] for one in made_of_it["wrong"]} == {"retracted"}
    assert len(made_of_it["retractions"]) == 2
    told = json.loads(home.run("status", "--json").stdout)
    assert (told["takedown"]["retracted"], told["answers"]["open"]) == (2, 0)


def test_a_mailbox_that_cannot_be_read_is_shown(home: Installation, server: ImapServer) -> None:
    set_up(home, server)
    (home.keys / "inbox").write_text("wrong")
    assert "MISSING  inbox: The mail server does not let us in" in home.run("check-setup").stdout
    worked = home.run("work", "--once")
    assert "does not let us in" in worked.stdout
    assert "The inbox cannot be read (last read: never)" in home.run("status").stdout
    assert server.password not in worked.stdout + worked.stderr


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[inbox]\nfolder = 'INBOX'", "needs host, username and password_file, or else maildir"),
        ("[inbox]\nhost = 'x'\nmaildir = '/m'", "username and password_file beside host"),
        ("[door]\naddress = 'http://door.example'", "must be an address such as https://"),
        ("[door]\naddress = 'https://door.example/path'", "without a path"),
        ("[inbox]\nmaildir = '/nowhere/mail'", "the folders new and cur"),
        ("[door]\naddress = 'https://door.example'", "add it to [door] hosts"),
        ("[smtp]\nhost='127.0.0.1'\nsender='a@b.example'\n[smtp.dkim]\nselector='s'\ndomain='b.example'\n"
         "key_file='/nowhere/key'", "key_file in jikimi.toml names is not there"),
    ],
)  # fmt: skip
def test_what_is_set_wrongly_is_said(home: Installation, toml: str, says: str) -> None:
    (home.home / "jikimi.toml").write_text(toml)
    (home.home / "jikimi.toml").chmod(0o600)
    assert says in home.run("check-setup").stdout


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("answers show 7", "no answer 7"),
        ("answers assign 7 JK-ABCDEFGHIJKL", "no answer 7"),
        ("answers settle 7 --as nothing", "no answer 7"),
        ("answers settle 7 --as banana", "banana"),
        ("notices retract JK-ABCDEFGHIJKL --why x", "no such notice"),
        ("notices retract JK-ABCDEFGHIJKL", "--why"),
    ],
)
def test_what_is_not_there_is_said(home: Installation, command: str, says: str) -> None:
    ended = home.run(*command.split())
    assert ended.returncode == 2
    assert says in ended.stderr
