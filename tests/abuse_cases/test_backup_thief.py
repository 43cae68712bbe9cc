"""Who steals a backup learns no link, room, author, word or fingerprint, and no key."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from pathlib import Path

import pyrage

from jikimi.seal.engine_key import EngineKey
from tests.abuse_cases.conftest import FullHouse


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
