"""`jikimi playbooks check` as a person runs it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
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
    assert "laws/kr-22-5.toml, line " in said.stdout
    assert "To be confirmed by the centre" in said.stdout


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


def test_json_names_file_and_line_of_what_is_unconfirmed_or_old(tmp_path) -> None:
    laws = tmp_path / "own" / "laws"
    laws.mkdir(parents=True)
    long_ago = (dt.date.today() - dt.timedelta(days=367)).isoformat()
    ours = (OURS / "laws" / "eu-dsa-16.toml").read_text()
    (laws / "eu-dsa-16.toml").write_text(re.sub(r"checked_on = .*", f"checked_on = {long_ago}", ours))
    ended = run(tmp_path, str(tmp_path / "own"), "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    said = json.loads(ended.stdout)
    line = next(n for n, one in enumerate(ours.splitlines(), start=1) if one.startswith("checked_on"))
    assert said["old"] == [
        {
            "key": "eu-dsa-16",
            "file": str(laws / "eu-dsa-16.toml"),
            "line": line,
            "place": "checked_on",
            "checked_on": long_ago,
        }
    ]
    for found in said["to_be_confirmed"]:
        lines = (OURS.parents[1] / found["file"]).read_text().splitlines()
        assert lines[found["line"] - 1] == "to_be_confirmed = true", found
    marked = sum(file.read_text().count("\nto_be_confirmed = true") for file in OURS.glob("*/*.toml"))
    assert len(said["to_be_confirmed"]) == marked
    assert "kr-22-5" in {found["key"] for found in said["never_compared"]}


def test_json_of_mistakes_is_json_too(tmp_path) -> None:
    ended = run(tmp_path, str(tmp_path / "nowhere"), "--json")
    assert ended.returncode == 2
    said = json.loads(ended.stdout)
    assert said["usable"] is False
    assert "does not exist" in said["problems"][0]
