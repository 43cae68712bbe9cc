"""The centre's key is made once, for its owner alone; anybody can check a notice with openssl."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from jikimi.routes.email.letter import letter
from jikimi.routes.email.signing import SigningKeyRefused, load_or_create
from jikimi.seal.errors import KeyUnsafe
from tests.routes.email.notices import notice

GUIDE = Path(__file__).parents[3] / "docs" / "verify-a-notice.md"


def commands() -> list[str]:
    """The commands of the guide, word for word."""
    return [line for line in GUIDE.read_text().splitlines() if line.startswith("openssl ")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    parts = shlex.split(command)
    if "|" in parts:
        at = parts.index("|")
        der = subprocess.run(parts[:at], cwd=folder, capture_output=True, check=True).stdout
        return subprocess.run(
            parts[at + 1 :],
            cwd=folder,
            input=der.decode("latin-1"),
            encoding="latin-1",
            capture_output=True,
            check=False,
        )
    return subprocess.run(parts, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def received(tmp_path: Path, key) -> Path:
    """A folder with what a platform has: the two attachments and the centre's public key."""
    message = message_from_bytes(
        letter(notice(), "notices@centre.example", key, datetime.now(UTC)), policy=SMTP
    )
    for part in message.iter_attachments():
        (tmp_path / str(part.get_filename())).write_bytes(part.get_content())
    (tmp_path / "centre.pem").write_text(key.public_pem)
    return tmp_path


def test_the_guides_commands_verify_a_notice(received, key) -> None:
    digest, verify, key_id = commands()
    own = hashlib.sha256((received / "notice.json").read_bytes()).hexdigest()
    assert own in run(digest, received).stdout
    said = run(verify, received)
    assert said.returncode == 0, said.stderr
    assert "Signature Verified Successfully" in said.stdout
    assert run(key_id, received).stdout.startswith(key.id) or key.id in run(key_id, received).stdout


def test_a_changed_notice_does_not_verify(received) -> None:
    file = received / "notice.json"
    file.write_bytes(file.read_bytes().replace(b"pictures.example", b"pictures.example2", 1))
    assert run(commands()[1], received).returncode != 0


def test_another_key_does_not_verify(received, tmp_path) -> None:
    other = load_or_create(tmp_path / "other" / "key.pem")
    (received / "centre.pem").write_text(other.public_pem)
    assert run(commands()[1], received).returncode != 0


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path) -> None:
    file = tmp_path / "keys" / "centre-notice-key.pem"
    first, second = load_or_create(file), load_or_create(file)
    assert first.id == second.id
    assert re.fullmatch("[0-9a-f]{16}", first.id)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in first.public_pem
    assert "PRIVATE" not in repr(first)


def test_many_at_once_agree_on_one_key(tmp_path) -> None:
    file = tmp_path / "keys" / "key.pem"
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: load_or_create(file).id, range(8)))
    assert len(ids) == 1


def test_a_key_that_others_can_read_is_not_used(tmp_path) -> None:
    file = tmp_path / "keys" / "key.pem"
    load_or_create(file)
    file.chmod(0o644)
    with pytest.raises(KeyUnsafe):
        load_or_create(file)


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_broken_key_is_never_replaced(tmp_path, content) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(SigningKeyRefused, match="Put the centre's key back"):
        load_or_create(file)
    assert file.read_bytes() == content


def test_a_key_of_another_kind_is_refused(tmp_path) -> None:
    file = tmp_path / "key.pem"
    other = ec.generate_private_key(ec.SECP256R1())
    file.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    file.chmod(0o600)
    with pytest.raises(SigningKeyRefused, match="Ed25519"):
        load_or_create(file)


def test_the_id_is_the_one_the_guide_describes(key) -> None:
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-outform", "DER"],
        input=key.public_pem.encode(),
        capture_output=True,
        check=True,
    ).stdout
    assert hashlib.sha256(der).hexdigest()[:16] == key.id
