"""Set-up: safe to run at any time, also after it was stopped half-way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def homeserver_environment() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("JIKIMI_SYNAPSE_VENV") or cache / "jikimi-synapse")


def test_a_set_up_stopped_before_its_last_step_is_completed() -> None:
    stamp = homeserver_environment() / ".locked"
    if not stamp.exists():
        pytest.skip("the homeserver's environment was not made by scripts/setup")
    before = stamp.read_text()
    stamp.unlink()
    done = subprocess.run(
        ["scripts/setup"], check=False, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert stamp.read_text() == before
