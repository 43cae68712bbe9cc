"""How often a process that keeps ending is started again, and what its log holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jikimi.service import process_log
from jikimi.service.alive import Noted, born_at, forget, note, noted
from jikimi.service.process_log import ProcessLog
from jikimi.service.supervised import A_PERSON, FIRST_PAUSE, LONGEST_PAUSE, STEADY, Supervised
from tests.service.serving import wait_for


def _ended(child: Supervised, now: float) -> float:
    """Starts it, lets it end after no time, and gives the pause until the next start."""
    child.start(now)
    assert child.process is not None
    child.process.wait(30)
    assert child.ended(now) is not None
    assert child.ended(now) is None
    return child.start_at - now


@pytest.fixture
def child(tmp_path: Path) -> Supervised:
    # There is no process of this name, which ends with status 2 like everything a person must see to.
    return Supervised("no-such-process", dict(os.environ), ProcessLog(tmp_path / "log"))


def test_what_a_person_must_see_to_is_not_tried_every_second(child: Supervised) -> None:
    assert [_ended(child, 0), _ended(child, 0), _ended(child, 0)] == [A_PERSON, LONGEST_PAUSE, LONGEST_PAUSE]
    assert "no command" in child.log.path.read_text()


def test_programs_in_the_folder_where_somebody_stands_are_not_run(
    child: Supervised, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jikimi").mkdir()
    (tmp_path / "jikimi" / "__init__.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    _ended(child, 0)
    assert "no command" in child.log.path.read_text()
    assert not (tmp_path / "ran").exists()


def test_a_crash_is_tried_again_soon_and_then_less_and_less_often(child: Supervised) -> None:
    child.environment = {**os.environ, "PYTHONHOME": "/nowhere"}
    pauses = [_ended(child, 0) for _ in range(8)]
    assert pauses[:4] == [FIRST_PAUSE * 2**n for n in range(4)]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_long_life_forgets_earlier_crashes(child: Supervised) -> None:
    child.environment = {**os.environ, "PYTHONHOME": "/nowhere"}
    child.pause = 32
    child.start(0)
    assert child.process is not None
    child.process.wait(30)
    child.ended(STEADY)
    assert child.start_at == STEADY + FIRST_PAUSE


def test_a_log_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_log, "LARGEST", 1000)
    log = ProcessLog(tmp_path / "log")
    for number in range(200):
        log.write(b"line %d %s\n" % (number, b"x" * 100))
    log.write(b"x" * 1_000_000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 8000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "log.1"]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    log = ProcessLog(tmp_path / "none" / "log")
    log.write(b"said\n")
    assert log.last == "said"


def test_a_reused_process_number_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIKIMI_RUNTIME", str(tmp_path / "runtime"))
    born = born_at(os.getpid())
    assert born is not None
    note([Noted("door", os.getpid(), born, 0), Noted("desk", os.getpid(), born + 1, 0)])
    assert [alive for _one, alive in noted()] == [True, False]
    (tmp_path / "runtime" / "processes.json").write_text("{nonsense")
    assert noted() == []
    forget()
    assert noted() == []
    wait_for(lambda: born_at(2**22 + 1) is None, 1)
