"""Who steals the disk without the keys learns no link, room, author, word or fingerprint.

He has every file of the data folder (the database, its write-ahead log as a crash left it, the logs) or of
PostgreSQL's, but not the keys' folder, which lies elsewhere: locked, in a service credential, or on paper.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.abuse_cases.conftest import FullHouse
from tests.conftest import Database
from tests.installation import Installation


def _files(full_house: FullHouse, database: Database) -> dict[Path, bytes]:
    if not database.server:
        return full_house.files
    database.server.flush()
    files = (path for path in database.server.data.rglob("*") if path.is_file())
    return full_house.files | {path: path.read_bytes() for path in files}


def test_he_finds_no_secret_in_any_byte(full_house: FullHouse, database: Database) -> None:
    files = _files(full_house, database)
    written = b"".join(files.values())
    # He does hold the real thing: what is not secret is there to be read.
    assert b"takedown.confirm" in written
    assert b"cases.protect" in written
    if database.kind == "sqlite":
        assert any(path.name.endswith("-wal") and content for path, content in files.items())
    assert len(full_house.secrets) > 80
    assert full_house.found_in(written) == []


def test_the_search_itself_would_find_them(full_house: FullHouse) -> None:
    """What is looked for is what the centre really holds: with the key it is all there."""
    opened = full_house.installation.python("-c", OPEN)
    assert opened.returncode == 0, opened.stderr
    missing = [secret for secret in full_house.secrets if secret.hex() not in opened.stdout]
    # The withdrawn photograph's are gone even for who has the key; hexadecimal spellings are only precaution.
    assert len(missing) < len(full_house.secrets) * 0.8
    assert b"hush-".hex() in opened.stdout


def test_he_cannot_open_it_with_a_key_of_his_own(full_house: FullHouse, tmp_path: Path) -> None:
    thief = Installation(tmp_path / "thief", full_house.installation.database)
    shutil.copytree(full_house.installation.home, thief.home, dirs_exist_ok=True)
    no_key = thief.run("case", "show", "26-0001")
    assert no_key.returncode == 2
    assert "There is no engine key" in no_key.stderr
    assert thief.run("unlock", "--new", timeout=300).returncode == 0
    other_key = thief.run("case", "show", "26-0001")
    assert other_key.returncode == 2
    assert "not the engine key" in other_key.stderr


def test_he_learns_no_photograph_that_was_withdrawn_even_with_the_key(full_house: FullHouse) -> None:
    told = full_house.installation.python("-c", WITHDRAWN)
    assert told.stdout.split() == ["None", "None"], told.stderr


OPEN = """
from jikimi.service.prepare import ready
ready()
from django.apps import apps
from jikimi.cases.fields import Sealed
for model in apps.get_models():
    for row in model.objects.values():
        for value in row.values():
            if isinstance(value, Sealed):
                print(value.open().hex())
"""
WITHDRAWN = """
from jikimi.service.prepare import ready
ready()
from jikimi.cases.models import Fingerprint
one = Fingerprint.objects.exclude(withdrawn_at=None).get()
print(one.record, one.digest)
"""
