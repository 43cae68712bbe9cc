"""Where the engine's key is looked for, and when it is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing, KeyUnsafe, KeyWrong
from jikimi.seal.keyring import KeyPlaces, find_key, has_any_key, make_plain_key
from jikimi.seal.private_file import write_private
from jikimi.seal.unlock import key_to_lock, lock, unlock
from jikimi.seal.wrapped import wrap

WORDS = "abacus almighty antler bounding dairy epic otter"


@pytest.fixture
def places(tmp_path: Path) -> KeyPlaces:
    return KeyPlaces(tmp_path / "credentials", tmp_path / "runtime", tmp_path / "keys")


def _put(path: Path) -> EngineKey:
    key = EngineKey.new()
    write_private(path, key.to_text().encode())
    return key


def test_the_service_credential_comes_first_then_the_unlocked_copy_then_the_plain_file(
    places: KeyPlaces,
) -> None:
    assert places.credential is not None
    plain = _put(places.plain)
    assert find_key(places).id == plain.id
    unlocked = _put(places.unlocked)
    assert find_key(places).id == unlocked.id
    credential = _put(places.credential)
    assert find_key(places).id == credential.id


@pytest.fixture(scope="module")
def wrapped() -> bytes:
    return wrap(EngineKey.new(), WORDS)


def test_without_a_key_the_sentence_says_how_to_make_or_bring_one(places: KeyPlaces) -> None:
    assert not has_any_key(places)
    with pytest.raises(KeyMissing, match=r"jikimi unlock --new.*bring the file"):
        find_key(places)


def test_a_locked_key_asks_for_its_words(places: KeyPlaces, wrapped: bytes) -> None:
    write_private(places.wrapped, wrapped)
    assert has_any_key(places)
    with pytest.raises(KeyMissing, match="seven words"):
        find_key(places)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o622])
def test_a_key_that_others_can_read_is_not_used(places: KeyPlaces, mode: int) -> None:
    _put(places.plain)
    places.plain.chmod(mode)
    with pytest.raises(KeyUnsafe, match="chmod 600"):
        find_key(places)


def test_a_service_credential_may_show_a_right_of_the_group(places: KeyPlaces) -> None:
    assert places.credential is not None
    key = _put(places.credential)
    places.credential.chmod(0o440)
    assert find_key(places).id == key.id


def test_a_folder_that_others_may_change_gets_no_key(places: KeyPlaces) -> None:
    places.keys.mkdir()
    places.keys.chmod(0o777)
    with pytest.raises(KeyUnsafe, match="chmod 700"):
        make_plain_key(places)


def test_a_link_instead_of_a_key_is_not_followed(places: KeyPlaces, tmp_path: Path) -> None:
    _put(tmp_path / "elsewhere")
    places.keys.mkdir(mode=0o700)
    places.plain.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyUnsafe, match="link"):
        find_key(places)


def test_a_folder_or_pipe_instead_of_a_key_does_not_hang(places: KeyPlaces) -> None:
    places.keys.mkdir(mode=0o700)
    os.mkfifo(places.plain, 0o600)
    with pytest.raises(KeyUnsafe):
        find_key(places)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"JIKIMI-ENGINE-KEY-1:AAAA", b"x" * 5000])
def test_a_damaged_key_names_its_file(places: KeyPlaces, content: bytes) -> None:
    write_private(places.plain, content)
    with pytest.raises((KeyWrong, KeyUnsafe), match=r"engine\.key"):
        find_key(places)


def test_a_key_file_is_its_owners_alone_and_never_overwritten(places: KeyPlaces) -> None:
    key = make_plain_key(places)
    assert places.plain.stat().st_mode & 0o777 == 0o600
    assert places.keys.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        make_plain_key(places)
    assert find_key(places).id == key.id
    assert [path.name for path in places.keys.iterdir()] == ["engine.key"]


def test_locking_keeps_the_same_key_and_leaves_no_plain_file(places: KeyPlaces) -> None:
    key = make_plain_key(places)
    lock(places, key_to_lock(places), WORDS)
    assert not places.plain.exists()
    assert key.to_text().encode() not in places.wrapped.read_bytes()
    places.unlocked.unlink()
    unlock(places, WORDS.upper().replace(" ", "-"))
    assert find_key(places).id == key.id
    assert places.unlocked.stat().st_mode & 0o777 == 0o600


def test_wrong_words_open_nothing(places: KeyPlaces, wrapped: bytes) -> None:
    write_private(places.wrapped, wrapped)
    with pytest.raises(KeyWrong, match="do not open"):
        unlock(places, WORDS.replace("otter", "paced"))
    assert not places.unlocked.exists()


def test_a_locked_key_gets_no_new_words_before_it_is_unlocked(places: KeyPlaces, wrapped: bytes) -> None:
    write_private(places.wrapped, wrapped)
    with pytest.raises(KeyMissing):
        key_to_lock(places)


def test_unlocking_without_a_locked_key_says_so(places: KeyPlaces) -> None:
    with pytest.raises(KeyMissing, match="--new"):
        unlock(places, WORDS)
