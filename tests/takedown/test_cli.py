"""What the commands say when something is missing, wrong, or not there. Each refusal is exit status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation import Installation

CONFIG = '[net]\nloopback_hosts = ["127.0.0.1:9"]\n[matrix."here"]\nbase_url = "http://127.0.0.1:9"\n'
BOUNCE = b"""From: MAILER-DAEMON@relay.example
Subject: Undelivered Mail Returned to Sender
Content-Type: text/plain

550 5.1.1 no such user. X-Jikimi-Notice: JK-ABCDEFGHIJKL
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A machine on which a homeserver is named, and nothing else was done yet."""
    made = Installation(tmp_path_factory.mktemp("cli") / "installation")
    (made.home / "jikimi.toml").write_text(CONFIG)
    return made


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("watch --once", "jikimi authority record"),
        ("authority record --country Korea --basis law", "two letters"),
        ("authority record --country KR --basis law", "docs/legal-basis.md"),
        ("authority end 7", "no authority in force"),
        ("room add school", "matrix://example.org/#room:example.org"),
        ("room add matrix://elsewhere/#school:elsewhere", '[matrix."elsewhere"]'),
        ("room add matrix://here/!room:here/$event", "address of one post"),
        ("room pause 3", "no watched room"),
        ("room find elsewhere", "This homeserver is not set up"),
        ("confirm 5 --ground look --proof kept", "no sighting 5"),
        ("confirm 5 --ground look", "Is proof kept?"),
        ("notices hold JK-ABCDEFGHIJKL --until 2999-01-01", "no such notice"),
        ("notices release JK-ABCDEFGHIJKL", "no such notice"),
        ("notices other-ways JK-ABCDEFGHIJKL", "no such notice"),
        ("notices send JK-ABCDEFGHIJKL --own-name", "no such notice"),
        ("confirm 5", "--ground"),
        ("confirm 5 --ground because", "because"),
        ("dismiss 5", "no sighting 5"),
        ("notices show JK-ABCDEFGHIJKL", "no such notice"),
        ("notices show JK-ABCDEFGHIJKL --json", "no such notice"),
        ("notices resolve JK-ABCDEFGHIJKL --sent", "no such notice"),
        ("notices resolve JK-ABCDEFGHIJKL", "--sent"),
        ("notices again JK-ABCDEFGHIJKL", "no such notice"),
        ("notices sheet JK-ABCDEFGHIJKL", "no such notice"),
        ("notices receipt JK-ABCDEFGHIJKL --reference 1", "no such notice"),
        ("notices receipt JK-ABCDEFGHIJKL", "--reference"),
        ("ways nowhere", "no playbook for 'nowhere'"),
        ("notices answered JK-ABCDEFGHIJKL --refused", "no such notice"),
        ("notices bounce --letter /nowhere.eml", "no letter at"),
    ],
)
def test_refusals_say_what_to_do(home: Installation, command: str, sentence: str) -> None:
    ended = home.run(*command.split())
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("authority list", "None is recorded, so nothing is watched."),
        ("room list", "No room is watched."),
        ("sightings", "That is never a proof that there is no copy."),
        ("notices", "No notice has been written yet."),
        ("notices --json", '{"notices": [], "ways_that_stopped_working": []}'),
        ("ways", "Nobody has been asked yet."),
        ("ways matrix-homeserver", "never tried here; the playbook assumes"),
        ("links", "There is no link yet"),
    ],
)
def test_lists_that_are_empty_say_so(home: Installation, command: str, says: str) -> None:
    ended = home.run(*command.split())
    assert (ended.returncode, ended.stderr) == (0, "")
    assert says in ended.stdout


def test_a_letter_that_came_back_names_its_notice(home: Installation, tmp_path: Path) -> None:
    letter = tmp_path / "bounce.eml"
    letter.write_bytes(BOUNCE)
    assert "no such notice" in home.run("notices", "bounce", "--letter", letter).stderr
    letter.write_bytes(b"From: a@b.example\nSubject: Hello\n\nHow are you?\n")
    assert "does not say that one of our notices" in home.run("notices", "bounce", "--letter", letter).stderr


def test_authority_and_rooms_from_the_first_to_the_last(home: Installation) -> None:
    basis = "The mandate of the ministry of 2026-01-05, number 7."
    assert "Watching may begin" in home.run("authority", "record", "--country", "kr", "--basis", basis).stdout
    assert basis in home.run("authority", "list").stdout
    assert "is watched from now on" in home.run("room", "add", "https://matrix.to/#/%23school:here").stdout
    # The homeserver does not answer: said once, tried again later, and a script can see it.
    visited = home.run("watch", "--once")
    assert visited.returncode == 3
    assert "Room 1 cannot be read for now" in visited.stdout
    assert "1 room could not be read (`jikimi room list` says why)." in visited.stderr
    listed = home.run("room", "list", "--show-addresses").stdout
    assert "not read yet" in listed
    assert "matrix://here/#school:here" in listed
    assert "matrix://" not in home.run("room", "list").stdout
    assert "not visited any more" in home.run("room", "pause", 1).stdout
    assert "watched again" in home.run("room", "add", "matrix://here/#school:here").stdout
    assert "nothing is watched now" in home.run("authority", "end", 1).stdout
    assert home.run("watch", "--once").returncode == 2
    assert home.run("verify", "ledger").returncode == 0
