"""`jikimi serve`: four processes that come up, come back, and end with their parent."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.service.serving import Serving, is_alive, wait_for


@pytest.fixture
def serving(home: Installation) -> Serving:
    running = Serving(home)
    running.read_until("is started")
    return running


def test_it_comes_up_says_where_and_ends_cleanly(serving: Serving) -> None:
    said = "".join(serving.lines)
    assert f"door   {serving.door}" in said
    assert f"desk   {serving.desk}" in said
    for address in (serving.door, serving.desk):
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - ours
            assert answer.status == 200
    pids = [one["pid"] for one in serving.processes().values()]
    assert sorted(serving.processes()) == ["desk", "door", "watch", "work"]
    status = json.loads(serving.installation.run("status", "--json").stdout)
    assert {one["name"] for one in status["processes"] if one["alive"]} >= {"door", "desk", "work"}

    serving.process.send_signal(signal.SIGINT)

    assert serving.process.wait(30) == 0
    assert not [pid for pid in pids if is_alive(pid)]
    assert not (serving.installation.runtime / "processes.json").exists()


def test_a_killed_process_comes_back_and_that_is_said(sites: Serving) -> None:
    serving = sites
    old = serving.processes()["door"]["pid"]
    os.kill(old, signal.SIGKILL)
    assert "door was ended by signal 9" in serving.read_until("door was ended")
    wait_for(lambda: serving.processes().get("door", {}).get("pid", old) != old)
    assert serving.processes()["door"]["restarts"] == 1
    port = int(serving.door.rpartition(":")[2].strip("/"))
    wait_for(lambda: _answers(port))


def test_what_somebody_must_do_first_is_said_in_the_words_of_the_process(sites: Serving) -> None:
    line = sites.read_until("watch ended")
    assert "under which authority" in line
    log = sites.installation.home / "logs" / "watch.log"
    assert "under which authority" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_no_child_outlives_a_killed_parent(serving: Serving) -> None:
    pids = [one["pid"] for one in serving.processes().values()]
    workers = [child for pid in pids for child in _children(pid)]
    assert workers
    serving.process.kill()
    serving.process.wait(10)
    wait_for(lambda: not [pid for pid in pids + workers if is_alive(pid)], 20)
    told = json.loads(serving.installation.run("status", "--json").stdout)
    assert not [one for one in told["processes"] if one["alive"]]


def test_only_one_serves_a_data_folder(sites: Serving) -> None:
    second = sites.installation.run("serve")
    assert second.returncode == 2
    assert "already running" in second.stderr
    restore = sites.installation.run("restore", "/none", "--replace")
    assert restore.returncode == 2
    assert "is running. End it first." in restore.stderr


def test_a_port_in_use_is_named(home: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        (home.home / "jikimi.toml").write_text(f"[desk]\nport = {port}\n[door]\nport = 18477\n")
        ended = home.run("serve")
    assert ended.returncode == 2
    assert f"Port {port}" in ended.stderr
    assert "where the desk should be" in ended.stderr


def test_the_sites_run_behind_their_walls_and_without_the_engines_credentials(sites: Serving) -> None:
    for name in ("door", "desk"):
        pid = sites.processes()[name]["pid"]
        status = Path(f"/proc/{pid}/status").read_text()
        assert "NoNewPrivs:\t1" in status
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"CREDENTIALS_DIRECTORY" not in environment
        assert f"settings.{name}".encode() in environment


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
