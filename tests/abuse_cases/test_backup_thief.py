"""Who steals a backup learns no link, room, author, word or fingerprint, and no key."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import zlib
from contextlib import closing, suppress
from pathlib import Path

import pyrage

from jikimi.seal.engine_key import EngineKey
from tests.abuse_cases.conftest import FullHouse
from tests.conftest import Database


def test_he_finds_no_secret_in_it(full_house: FullHouse, tmp_path: Path) -> None:
    backup = _backup(full_house, tmp_path / "backup")
    assert full_house.found_in(backup) == []


def test_he_finds_no_key_in_it(full_house: FullHouse, tmp_path: Path) -> None:
    backup = _backup(full_house, tmp_path / "backup")
    text = (full_house.installation.keys / "engine.key").read_text().strip()
    key = EngineKey.from_text(text)
    for secret in (text.encode(), key._secret, key.sealing, key.lookup, key.commitment):
        assert secret not in backup
        assert secret.hex().encode() not in backup
    for token in full_house.installation.keys.rglob("secret-key"):
        assert token.read_bytes() not in backup


def test_her_own_name_is_in_none_so_that_it_is_gone_once_it_is_erased(
    full_house: FullHouse, database: Database, tmp_path: Path
) -> None:
    """Who has the key too could open a sealed name for as long as any backup is kept."""
    kept = full_house.installation.python("-c", COUNT)
    assert kept.stdout.split() == ["1"], kept.stderr
    _backup(full_house, tmp_path / "backup")
    if database.kind == "sqlite":
        with closing(sqlite3.connect(tmp_path / "backup")) as copy:
            assert copy.execute("SELECT count(*) FROM takedown_ownname").fetchone() == (0,)
    else:
        listed = ["pg_restore", "--list", str(tmp_path / "backup")]
        tables = subprocess.run(listed, capture_output=True, check=True, text=True).stdout
        assert "TABLE DATA public takedown_notice " in tables
        assert "TABLE DATA public takedown_ownname " not in tables


COUNT = """
from jikimi.service.prepare import ready
ready()
from jikimi.takedown.models import OwnName
print(OwnName.objects.count())
"""


def test_of_an_encrypted_one_he_does_not_even_learn_how_many_cases_there_are(
    full_house: FullHouse, tmp_path: Path
) -> None:
    recipient = pyrage.x25519.Identity.generate().to_public()
    made = full_house.installation.run("backup", tmp_path / "backup", "--to", recipient)
    assert made.returncode == 0, made.stderr
    content = (tmp_path / "backup").read_bytes()
    for words in (b"cases_case", b"cases.open", b"26-0001", b"PGDMP", b"SQLite"):
        assert words not in content
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def _backup(full_house: FullHouse, path: Path) -> bytes:
    made = full_house.installation.run("backup", path)
    assert made.returncode == 0, made.stderr
    content = path.read_bytes()
    return content + _inflated(content)


def _inflated(content: bytes) -> bytes:
    """What pg_dump compressed, opened again."""
    opened, place = [], 0
    while (place := content.find(b"\x78\x9c", place)) >= 0:
        with suppress(zlib.error):
            opened.append(zlib.decompressobj().decompress(content[place:]))
        place += 2
    if content.startswith(b"\x1f\x8b"):
        opened.append(gzip.decompress(content))
    return b"".join(opened)
