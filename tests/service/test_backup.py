"""Backups: made while work goes on, without a key, proven before they are used."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.seal.engine_key import EngineKey
from jikimi.service.backup import checksum
from jikimi.service.backup.checksum import LENGTH
from jikimi.service.plain_errors import CouldNot
from tests.installation import Installation


def test_there_and_back(installation: Installation, tmp_path: Path) -> None:
    installation.run("case", "open", "--consent", "watch")
    backup = tmp_path / "backup"
    made = installation.run("backup", backup)
    assert made.returncode == 0, made.stderr
    assert backup.stat().st_mode & 0o777 == 0o600
    installation.run("case", "open", "--consent", "watch")

    refused = installation.run("restore", backup)
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    assert len(installation.run("case", "list").stdout.splitlines()) == 2

    restored = installation.run("restore", backup, "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "is kept: " in restored.stdout
    assert len(installation.run("case", "list").stdout.splitlines()) == 1
    head = made.stdout.split("Head: ")[1][:64]
    assert installation.run("verify", "ledger", "--head", head).returncode == 0


def test_the_key_is_not_in_it(home: Installation, tmp_path: Path) -> None:
    home.run("backup", tmp_path / "backup")
    text = (home.keys / "engine.key").read_text()
    key = EngineKey.from_text(text)
    content = (tmp_path / "backup").read_bytes()
    for secret in (text.strip().encode(), key._secret, key.sealing, key.lookup, key.commitment):
        assert secret not in content
        assert secret.hex().encode() not in content


def test_an_existing_file_is_never_overwritten(home: Installation, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("older")
    assert home.run("backup", tmp_path / "backup").returncode == 2
    assert (tmp_path / "backup").read_text() == "older"
    assert home.run("backup", tmp_path / "none" / "backup").returncode == 2
    assert {path.name for path in tmp_path.iterdir()} == {"installation", "backup"}


def test_an_encrypted_backup_opens_with_its_identity_only(home: Installation, tmp_path: Path) -> None:
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"# kept elsewhere\n{identity}\n")
    (tmp_path / "other").write_text(str(other))
    backup = tmp_path / "backup.age"
    assert home.run("backup", backup, "--to", identity.to_public()).returncode == 0
    assert b"cases_case" not in backup.read_bytes()
    for arguments in ((), ("--identity", tmp_path / "other"), ("--identity", tmp_path / "none")):
        assert home.run("restore", backup, "--replace", *arguments).returncode == 2
    assert home.run("restore", backup, "--replace", "--identity", tmp_path / "identity").returncode == 0
    assert home.run("backup", tmp_path / "x", "--to", "age1nonsense").returncode == 2


@pytest.mark.parametrize("damage", ["cut", "bit", "text", "other", "ledger"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    home: Installation, tmp_path: Path, damage: str
) -> None:
    backup = tmp_path / "backup"
    home.run("backup", backup)
    content = bytearray(backup.read_bytes())
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "bit":
        place = content.index(b"cases.give_consent")
        content[place] ^= 1
    elif damage == "text":
        content = bytearray(b"not a backup at all")
    backup.write_bytes(content)
    if damage == "other":
        backup.unlink()
        with closing(sqlite3.connect(backup)) as database:
            database.execute("CREATE TABLE notes (words)")
    elif damage == "ledger":
        with closing(sqlite3.connect(backup)) as database:
            database.execute("DROP TRIGGER ledger_no_delete")
            database.execute("DELETE FROM cases_ledgerentry WHERE seq = 2")
            database.commit()
    before = (home.home / "jikimi.sqlite3").read_bytes()

    ended = home.run("restore", backup, "--replace")

    assert ended.returncode == 2, ended.stdout
    assert "Traceback" not in ended.stderr
    assert (home.home / "jikimi.sqlite3").read_bytes() == before
    assert not [path for path in home.home.iterdir() if "restoring" in path.name or "before" in path.name]


def test_one_flipped_bit_is_noticed_before_anything_is_touched(
    installation: Installation, tmp_path: Path
) -> None:
    installation.run("case", "open", "--consent", "watch")
    backup = tmp_path / "backup"
    installation.run("backup", backup)
    content = bytearray(backup.read_bytes())
    content[len(content) * 2 // 3] ^= 1
    backup.write_bytes(content)
    ended = installation.run("restore", backup, "--replace")
    assert ended.returncode == 2
    assert "its checksum differs" in ended.stderr
    assert len(installation.run("case", "list").stdout.splitlines()) == 1


def test_the_checksum_is_one_that_standard_tools_count(installation: Installation, tmp_path: Path) -> None:
    installation.run("case", "open", "--consent", "watch")
    backup = tmp_path / "backup"
    made = installation.run("backup", backup)
    content = subprocess.run(["head", "-c", f"-{LENGTH}", backup], capture_output=True, check=True).stdout
    counted = (
        subprocess.run(["sha256sum"], input=content, capture_output=True, check=True).stdout[:64].decode()
    )
    said = subprocess.run(["tail", "-n", "1", backup], capture_output=True, text=True, check=True).stdout
    assert f"head -c -{LENGTH} FILE" in (checksum.__doc__ or "")
    assert said == f"-- jikimi backup, sha256: {counted}\n"
    assert f"itself): {counted}" in made.stdout
    if backup.read_bytes().startswith(b"SQLite"):
        with closing(sqlite3.connect(f"{backup.as_uri()}?mode=ro", uri=True)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    else:
        listed = subprocess.run(["pg_restore", "--list", backup], capture_output=True, text=True, check=True)
        assert "cases_case" in listed.stdout


@given(st.binary(max_size=300), st.data())
def test_whatever_is_changed_anywhere_is_noticed(content: bytes, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "backup"
        path.write_bytes(content)
        checksum.add_checksum(path)
        whole = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(whole)
        try:
            assert not checksum.take_checksum(path), "no backup whose line is damaged is called proven"
            assert place >= len(content)
        except CouldNot:
            pass
        path.write_bytes(content)
        checksum.add_checksum(path)
        assert checksum.take_checksum(path)
        assert path.read_bytes() == content


def test_an_older_backup_without_one_can_still_be_restored(home: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    home.run("backup", backup)
    whole = backup.read_bytes()
    backup.write_bytes(whole[:-LENGTH])
    ended = home.run("restore", backup, "--replace")
    assert ended.returncode == 0, ended.stderr
    assert "Warning: this backup has no checksum" in ended.stderr
    backup.write_bytes(whole)
    assert home.run("restore", backup, "--replace").stderr == ""


def test_a_backup_sealed_with_another_key_is_refused(home: Installation, tmp_path: Path) -> None:
    home.run("backup", tmp_path / "backup")
    other = Installation(tmp_path / "other")
    other.run("case", "open", "--consent", "watch")
    ended = other.run("restore", tmp_path / "backup", "--replace")
    assert ended.returncode == 2
    assert "another engine key" in ended.stderr


def test_a_new_machine_with_the_old_key_takes_over(home: Installation, number: str, tmp_path: Path) -> None:
    home.run("backup", tmp_path / "backup")
    new = Installation(tmp_path / "new")
    (new.keys / "engine.key").write_text((home.keys / "engine.key").read_text())
    (new.keys / "engine.key").chmod(0o600)
    assert new.run("restore", tmp_path / "backup").returncode == 0
    assert new.run("case", "show", number).returncode == 0


def test_nothing_is_replaced_while_it_is_in_use(home: Installation, tmp_path: Path) -> None:
    home.run("backup", tmp_path / "backup")
    with closing(sqlite3.connect(home.home / "jikimi.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cases_case").fetchone()
        ended = home.run("restore", tmp_path / "backup", "--replace")
    assert ended.returncode == 2
    assert "in use" in ended.stderr


def test_a_backup_of_the_other_kind_of_database_is_named(home: Installation, tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP" + b"\x00" * 100)
    ended = home.run("restore", tmp_path / "dump", "--replace")
    assert ended.returncode == 2
    assert "postgresql" in ended.stderr
