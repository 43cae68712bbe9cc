"""Locking and unlocking, and what is said when the key is not there or another one."""

from __future__ import annotations

from jikimi.seal.engine_key import EngineKey
from tests.installation import Installation


def test_the_key_is_locked_behind_seven_words_and_unlocked_again(home: Installation, number: str) -> None:
    key = (home.keys / "engine.key").read_text()
    locked = home.run("unlock", "--new", timeout=300)
    assert locked.returncode == 0, locked.stderr
    words = locked.stdout.strip()
    assert len(words.split()) == 7
    assert not (home.keys / "engine.key").exists()
    assert (home.runtime / "engine.key").read_text() == key

    (home.runtime / "engine.key").unlink()
    shut = home.run("case", "show", number)
    assert shut.returncode == 2
    assert "seven words" in shut.stderr

    assert home.run("unlock", stdin=f"{words}\n", timeout=300).returncode == 0
    assert (home.runtime / "engine.key").read_text() == key
    assert home.run("case", "open", "--consent", "watch").returncode == 0


def test_what_is_not_a_passphrase_is_refused_at_once(home: Installation) -> None:
    (home.keys / "engine.key.age").write_bytes(b"age-encryption.org/v1\nnonsense")
    (home.keys / "engine.key.age").chmod(0o600)
    ended = home.run("unlock", stdin="one two three\n")
    assert ended.returncode == 2
    assert "has 7 words; 3 were given" in ended.stderr


def test_a_lost_key_is_not_replaced_in_silence(home: Installation) -> None:
    (home.keys / "engine.key").unlink()
    ended = home.run("case", "open", "--consent", "watch")
    assert ended.returncode == 2
    assert "There is no engine key" in ended.stderr
    assert not (home.keys / "engine.key").exists()


def test_another_key_is_told_before_anything_is_sealed_with_it(home: Installation) -> None:
    (home.keys / "engine.key").write_text(EngineKey.new().to_text())
    ended = home.run("case", "open", "--consent", "watch")
    assert ended.returncode == 2
    assert "not the engine key that the database was sealed with" in ended.stderr


def test_a_key_that_others_can_read_is_refused(home: Installation) -> None:
    (home.keys / "engine.key").chmod(0o644)
    ended = home.run("case", "open", "--consent", "watch")
    assert ended.returncode == 2
    assert "chmod 600" in ended.stderr
    assert (home.keys / "engine.key").read_text().strip() not in ended.stderr
