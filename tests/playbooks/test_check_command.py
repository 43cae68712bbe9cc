"""`jikimi playbooks check` as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from jikimi.playbooks.load import OURS


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from jikimi.service.cli import main; main()",
        "playbooks",
        "check",
        *arguments,
    ]
    environment = os.environ | {"JIKIMI_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_ours_can_be_used_and_open_facts_are_named(tmp_path) -> None:
    said = run(tmp_path)
    assert said.returncode == 0, said.stderr
    assert "us-take-it-down          48 h; notices in en, ko" in said.stdout
    assert "matrix-homeserver        matrix_report, email (parallel)" in said.stdout
    assert "eu-dsa-16: text" in said.stdout


def test_a_wrong_one_is_said_without_a_traceback(tmp_path) -> None:
    laws = tmp_path / "own" / "laws"
    laws.mkdir(parents=True)
    (laws / "eu-dsa-16.toml").write_text(
        (OURS / "laws" / "eu-dsa-16.toml").read_text().replace("country", "county")
    )
    said = run(tmp_path, str(tmp_path / "own"))
    assert said.returncode == 2
    assert "line 2, `county`: this is not a field we know" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_folders_of_the_configuration_are_read(tmp_path) -> None:
    (tmp_path / "jikimi.toml").write_text(f'playbooks = ["{tmp_path / "missing"}"]\n')
    said = run(tmp_path)
    assert said.returncode == 2
    assert "does not exist" in said.stderr
