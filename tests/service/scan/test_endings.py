"""How a scan ends when it is not let to its end, and what it holds until then."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.service.scan.places import STRANGERS, Helper, disguised, fill, jpeg, picture


def start(helper: Helper, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*helper.command, *options],
        env=helper.installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def many(helper: Helper, count: int) -> None:
    data = [jpeg(picture(name)) for name in STRANGERS] + [jpeg(disguised(picture("astronaut"))["mirrored"])]
    for number in range(count):
        (helper.place / f"{number:06}.jpg").write_bytes(data[number % len(data)])


def test_ctrl_c_ends_with_what_was_done_and_leaves_nobody_behind(helper: Helper) -> None:
    many(helper, 600)
    with start(helper) as running:
        assert running.stdout
        running.stdout.readline()
        workers = psutil.Process(running.pid).children(recursive=True)
        assert workers
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Not finished: it was stopped by Ctrl-C." in output
    assert b"Looked at " in output
    assert b"Traceback" not in errors
    assert not psutil.wait_procs(workers, timeout=5)[1]


def test_a_reader_that_goes_away(helper: Helper) -> None:
    many(helper, 100)
    with start(helper, "--json") as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        errors = running.stderr.read()
        running.wait(timeout=30)
    assert running.returncode == 2
    assert errors.decode().strip() == "Stopped: nobody reads the results any more, or they cannot be written."


def test_a_full_disk_under_the_results(helper: Helper) -> None:
    fill(helper.place, strangers=())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            helper.command,
            env=helper.installation.environment, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith("cannot be written.")


def test_memory_stays_bounded(helper: Helper) -> None:
    _memory_stays_bounded(helper, 450)


@pytest.mark.soak
def test_memory_stays_bounded_over_ten_thousand_files(helper: Helper) -> None:
    _memory_stays_bounded(helper, 10_000)


def _memory_stays_bounded(helper: Helper, count: int) -> None:
    many(helper, count)
    with start(helper, "--json") as running:
        assert running.stdout
        process = psutil.Process(running.pid)
        seen: list[tuple[int, int]] = []
        for line in running.stdout:
            if len(line) > 10 and b"summary" not in line:
                workers = process.children()
                seen.append((process.memory_info().rss, sum(one.memory_info().rss for one in workers)))
        running.wait(timeout=60)
    summary = json.loads(line)["summary"]
    assert running.returncode == 1
    assert summary["pictures"] == count
    settled = seen[len(seen) // 5 :]
    grown = (max(own for own, _ in settled) - settled[0][0]) / 2**20
    assert grown < 60, f"the scan itself grew by {grown:.0f} MB"
    assert max(workers for _, workers in seen) < 800 * 2**20
