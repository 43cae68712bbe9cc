"""`make run` in a small room: everything really happens, and stopping it leaves nothing running."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from demo.homeserver import HomeserverMissing, synapse_python

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _needs_synapse() -> None:
    try:
        synapse_python()
    except HomeserverMissing as missing:
        pytest.fail(str(missing))


def start(report: Path, posts: int, **pipes: object) -> subprocess.Popen[str]:
    options = ["--posts", str(posts), "--a-second", "8", "--report", str(report)]
    command = [sys.executable, "-m", "demo.run", *options]
    return subprocess.Popen(command, cwd=ROOT, text=True, **pipes)  # type: ignore[call-overload]


def value(said: str, name: str) -> str:
    return next(line.removeprefix(name).strip() for line in said.splitlines() if line.startswith(name))


def test_everything_really_happens(tmp_path) -> None:
    report = tmp_path / "report.html"
    done = start(report, 40, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = done.communicate(timeout=300)
    assert done.returncode == 0, said
    assert "There is no terminal to ask at: the yes is taken" in said
    assert value(said, "Posts seen") == "40 (35 with a picture)"
    assert value(said, "Sightings") == "10 of 10 disguised copies"
    assert value(said, "Edits missed") == "none"
    assert value(said, "False matches") == "0"
    assert value(said, "Notices with receipts") == "20 of 20"
    assert value(said, "Links gone / still served") == "10 / 0"
    assert value(said, "Posted again and found again").startswith("yes, ")
    assert "10 letters arrived, with a good signature" in said
    assert "still served, so it is not called gone" in said
    assert "Traceback" not in said
    page = report.read_text()
    assert page.count('<article class="card">') == 11
    assert str(ROOT) not in page


def test_a_no_is_a_no(tmp_path) -> None:
    ours, theirs = pty.openpty()
    report = tmp_path / "report.html"
    running = start(report, 20, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.close(theirs)
    os.write(ours, b"n\na\n")
    try:
        said, _ = running.communicate(timeout=300)
    finally:
        os.close(ours)
    assert running.returncode == 0, said
    assert value(said, "Sightings") == "10 of 10 disguised copies"
    assert value(said, "Notices with receipts") == "18 of 18"
    assert value(said, "Links gone / still served") == "9 / 1"
    assert "The caseworker said no: nothing was sent." in report.read_text()


IN_THE_MIDDLE = [
    (signal.SIGINT, " s  match", 3),  # the homeserver, the watch and the work are there
    (signal.SIGTERM, "only their fingerprints are kept", 1),
]


@pytest.mark.parametrize(("signal_", "at", "running_then"), IN_THE_MIDDLE, ids=["ctrl-c", "terminate"])
def test_stopped_in_the_middle_it_leaves_nothing(tmp_path, signal_, at, running_then) -> None:
    running = start(
        tmp_path / "report.html",
        20,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if at in line:
            break
    children = psutil.Process(running.pid).children(recursive=True)
    assert len(children) >= running_then
    running.send_signal(signal_)
    said = running.stdout.read()
    assert running.wait(60) == 130, said
    assert "Stopped." in said
    assert "Traceback" not in said
    until = time.monotonic() + 10
    while any(alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert [child for child in children if alive(child)] == []
    assert not (tmp_path / "report.html").exists()


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_without_a_homeserver_it_says_what_to_do(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo.run", "--posts", "20", "--report", str(tmp_path / "r.html")],
        cwd=ROOT, env=os.environ | {"JIKIMI_SYNAPSE_VENV": str(tmp_path)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert "make setup" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
