"""Each process has its own settings; what it may not have, it has not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jikimi.service.settings.pragmas import EXPECTED
from tests.installation import Installation

PROCESSES = ("door", "desk", "engine")
LOOK = """
import json, sys
from jikimi.service.django_setup import django_setup
django_setup(sys.argv[1])
from django.conf import settings
from django.db import connection
from jikimi.service.migrate import migrated
told = {}
with migrated():
    pass
with connection.cursor() as cursor:
    for name in json.loads(sys.argv[2]):
        cursor.execute(f"PRAGMA {name}")
        told[name] = cursor.fetchone()[0]
    begins = []
    connection.connection.set_trace_callback(begins.append)
from django.db import transaction
with transaction.atomic():
    pass
told["begins"] = begins[0]
from jikimi.cases.fields import lookup
from jikimi.seal.errors import KeyMissing
try:
    lookup("x", "y")
    told["key"] = "reached"
except KeyMissing as refusal:
    told["key"] = str(refusal)
for name in ("DEBUG", "SECRET_KEY", "ROOT_URLCONF", "CSRF_COOKIE_NAME", "SESSION_COOKIE_NAME"):
    told[name] = getattr(settings, name, None)
told["MIDDLEWARE"] = list(settings.MIDDLEWARE)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    installation = Installation(tmp_path_factory.mktemp("settings") / "installation")
    assert installation.run("case", "list").returncode == 0
    from jikimi.seal.keyring import KeyPlaces, make_plain_key

    places = KeyPlaces(None, installation.runtime, installation.keys)
    if not places.plain.exists():
        make_plain_key(places)
    answers = {}
    for process in PROCESSES:
        ended = installation.python("-c", LOOK, process, json.dumps(list(EXPECTED)))
        assert ended.returncode == 0, ended.stderr
        answers[process] = json.loads(ended.stdout)
    return answers


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("pragma", EXPECTED)
def test_sqlites_settings_hold_on_a_live_connection(
    told: dict[str, dict[str, Any]], process: str, pragma: str
) -> None:
    assert told[process][pragma] == EXPECTED[pragma]


@pytest.mark.parametrize("process", PROCESSES)
def test_transactions_begin_as_writers(told: dict[str, dict[str, Any]], process: str) -> None:
    assert told[process]["begins"] == "BEGIN IMMEDIATE"


def test_only_the_engine_reaches_the_engines_key(told: dict[str, dict[str, Any]]) -> None:
    assert told["engine"]["key"] == "reached"
    for process in ("door", "desk"):
        assert "must not" in told[process]["key"]


def test_no_two_share_a_secret_an_address_book_or_a_cookie(told: dict[str, dict[str, Any]]) -> None:
    assert len({told[process]["SECRET_KEY"] for process in PROCESSES}) == 3
    for name in ("ROOT_URLCONF", "CSRF_COOKIE_NAME", "SESSION_COOKIE_NAME"):
        assert told["door"][name] != told["desk"][name]


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_shows_its_insides(told: dict[str, dict[str, Any]], process: str) -> None:
    assert told[process]["DEBUG"] is False


def test_web_secrets_are_kept_and_theirs_alone(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "installation")
    show = "from jikimi.service.settings.door import SECRET_KEY; print(SECRET_KEY)"
    first, second = (installation.python("-c", show).stdout for _ in range(2))
    assert first == second
    assert len(first) > 40
    assert (installation.keys / "door" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert not (installation.keys / "desk").exists()
