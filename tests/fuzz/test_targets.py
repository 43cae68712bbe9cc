"""Each fuzz target stands its seeds and some thousand changes of them; `make fuzz` goes on from there."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from fuzz.mutations import mutations
from fuzz.targets import NAMES, target
from jikimi.fingerprint.record import BadRecord, from_bytes

CHANGES = {
    "records": 800, "films": 500, "answers": 800, "requests": 800, "matches": 150, "headers": 3000,
    "vectors": 800,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nothing_breaks_it(name: str) -> None:
    chosen = target(name)
    for data in mutations(chosen.seeds(), CHANGES[name]):
        try:
            chosen.one_input(data)
        except Exception:
            pytest.fail(f"{name} breaks on {data.hex()}")


def test_the_changes_are_the_same_each_time_and_reach_both_sides() -> None:
    chosen = target("records")
    made = list(mutations(chosen.seeds(), 300))
    assert made == list(mutations(chosen.seeds(), 300))
    refused = 0
    for data in made:
        try:
            from_bytes(data)
        except BadRecord:
            refused += 1
    assert 0.2 < refused / len(made) < 0.9


def test_a_find_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fuzz import __main__ as runner

    def breaks(data: bytes) -> None:
        assert len(data) != 9, "nine"

    broken = target("requests").__class__("requests", lambda: [bytes(9)], breaks)
    monkeypatch.setattr(runner, "target", lambda _: broken)
    monkeypatch.setattr(runner, "find_spec", lambda _: None)
    monkeypatch.setattr(runner, "FOUND", tmp_path)
    well, line = runner.fuzz("requests", 1, 1)
    assert not well
    assert "nine" in line
    assert (tmp_path / "requests-plain").read_bytes() == bytes(9)


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_nothing_breaks_it_for_longer(name: str) -> None:
    """Under atheris, where `make fuzz` has installed it."""
    ran = subprocess.run(
        [sys.executable, "-m", "fuzz", name, "--seconds", "20"], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ("without atheris" in ran.stdout) is (find_spec("atheris") is None)
