"""`jikimi notice-key` prints what may be published, and only that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from jikimi.routes.email.signing import load_or_create


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from jikimi.service.cli import main; main()", "notice-key"]
    places = {"JIKIMI_HOME": str(folder / "home"), "JIKIMI_KEYS": str(folder / "keys")}
    return subprocess.run(
        command, env=os.environ | places, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_public_key_and_its_number(tmp_path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    key = load_or_create(tmp_path / "keys" / "centre-notice-key.pem")
    assert first.stdout == key.public_pem
    assert first.stderr.strip() == f"ed25519:{key.id}"
    assert "PRIVATE" not in first.stdout + first.stderr


def test_a_key_that_others_can_read_is_said(tmp_path) -> None:
    run(tmp_path)
    (tmp_path / "keys" / "centre-notice-key.pem").chmod(0o640)
    said = run(tmp_path)
    assert said.returncode == 2
    assert "chmod 600" in said.stderr
    assert "Traceback" not in said.stderr
