"""`jikimi status` and `jikimi check-setup`."""

from __future__ import annotations

import json
import socket

import pytest

from tests.installation import Installation


def test_status_in_words_and_as_one_json_object(installation: Installation) -> None:
    installation.run("case", "open", "--consent", "watch")
    words = installation.run("status")
    assert words.returncode == 0, words.stderr
    assert "Cases: 1 open of 1" in words.stdout
    assert "no authority is recorded" in words.stdout
    assert "`jikimi serve` is not running" in words.stdout
    told = json.loads(installation.run("status", "--json").stdout)
    assert told["cases"]["cases_open"] == 1
    assert told["ledger"]["entries"] == 3
    assert told["need_a_person"] == []


def test_check_setup_changes_nothing_and_names_what_is_missing(empty_home: Installation) -> None:
    empty_home.home.rmdir()
    ended = empty_home.run("check-setup")
    assert ended.returncode == 2
    missing = [
        line.split(": ")[0].split(" ", 1)[1].strip()
        for line in ended.stdout.splitlines()
        if "MISSING" in line
    ]
    assert missing == ["data folder", "engine key", "configuration", "centre", "mail"]
    assert not empty_home.home.exists()
    assert list(empty_home.keys.iterdir()) == []


def test_check_setup_is_content_when_all_is_there(home: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as relay:
        (home.home / "jikimi.toml").write_text(
            "[centre]\nname = 'The centre'\ncontact = 'help@centre.example'\n"
            f"[smtp]\nhost = '127.0.0.1'\nport = {relay.getsockname()[1]}\n"
            "tls = 'none'\nsender = 'a@b.example'\n"
            "[door]\nport = 18473\n[desk]\nport = 18474\n"
        )
        (home.home / "jikimi.toml").chmod(0o600)
        without = home.run("check-setup")
        assert "MISSING  authority" in without.stdout
        recorded = home.python("-c", RECORD)
        assert recorded.returncode == 0, recorded.stderr
        ended = home.run("check-setup")
    assert ended.returncode == 0, ended.stdout
    assert ended.stdout.endswith("Nothing is missing.\n")


RECORD = """
from jikimi.service.prepare import ready
ready()
from django.utils import timezone
from jikimi.service.who import operator
from jikimi.watch.actions.record_authority import record_authority
record_authority(operator(), country="KR", basis="An example, for a test only.", now=timezone.now())
"""


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("config", "watch.keep_days"),
        ("key", "chmod 600"),
        ("other key", "sealed with another key"),
        ("database", "not a database of ours"),
        ("mail", "does not answer"),
        ("matrix", "no access_token"),
        ("port", "in use by another program"),
    ],
)
def test_check_setup_names_what_is_broken(home: Installation, broken: str, says: str) -> None:
    toml = ""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        if broken == "config":
            toml = "[watch]\nkeep_days = 0\n"
        elif broken == "key":
            (home.keys / "engine.key").chmod(0o666)
        elif broken == "other key":
            from jikimi.seal.engine_key import EngineKey

            (home.keys / "engine.key").write_text(EngineKey.new().to_text())
        elif broken == "database":
            (home.home / "jikimi.sqlite3").write_bytes(b"something else" * 1000)
        elif broken == "mail":
            toml = "[smtp]\nhost = '127.0.0.1'\nport = 1\nsender = 'a@b.example'\n"
        elif broken == "matrix":
            toml = "[matrix.'hs.example']\nbase_url = 'https://hs.example'\n"
        elif broken == "port":
            toml = f"[door]\nport = {taken.getsockname()[1]}\n"
        (home.home / "jikimi.toml").write_text(toml)
        ended = home.run("check-setup")
    assert ended.returncode == 2
    assert says in ended.stdout.partition("MISSING")[2]
    assert "Traceback" not in ended.stderr
