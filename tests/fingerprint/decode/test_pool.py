"""The pool: every picture gets its answer, whatever becomes of the worker that had it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from jikimi.fingerprint.decode.pool import CouldNotRead, DecoderPool, DecoderUnavailable, Reason
from jikimi.fingerprint.decode.trade import Trade
from jikimi.fingerprint.fingerprint import Fingerprint
from tests.fingerprint.decode.pictures import astronaut, coffee, encode

GOOD = encode(astronaut(), "JPEG")
LARGE = encode(coffee().resize((6000, 4000)), "PNG", compress_level=1)


async def test_many_at_once_each_get_their_own() -> None:
    sizes = [(100 + 5 * n, 90 + 3 * n) for n in range(60)]
    async with DecoderPool(2, backlog=4) as pool:
        found = await asyncio.gather(
            *(pool.fingerprint(encode(coffee().resize(size), "JPEG")) for size in sizes)
        )
    assert [(one.width, one.height) for one in found] == sizes


def test_seen_and_protected_differ_as_they_should() -> None:
    with DecoderPool(1) as pool:
        seen, protected = pool.fingerprint_now(GOOD), pool.fingerprint_now(GOOD, "protect")
        with pytest.raises(CouldNotRead, match="too little in it to be recognised") as flat:
            pool.fingerprint_now(encode(Image.new("RGB", (500, 500), (90, 90, 90)), "PNG"), "protect")
    assert (len(seen.pdq), seen.mirrored) == (1, None)
    assert len(protected.pdq) == 8
    assert protected.mirrored is not None
    assert protected.pdq[0] == seen.pdq[0]
    assert flat.value.reason is Reason.TOO_LITTLE


def test_why_a_picture_is_not_protected_comes_through_the_wall() -> None:
    rng = np.random.default_rng(1)
    tile = rng.integers(0, 256, (15, 15, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    grain = rng.normal(0, 2, (480, 600, 3))
    squares = (rng.integers(0, 2, (60, 80), np.uint8) * 255).repeat(8, 0).repeat(8, 1)
    refused = {
        Reason.TOO_SMALL_TO_PROTECT: rng.integers(0, 256, (40, 400, 3), np.uint8),
        Reason.TOO_MUCH_DRAWN: squares,
        Reason.REPEATS: (np.tile(tile, (8, 10, 1)) + grain).clip(0, 255).astype(np.uint8),
    }
    with DecoderPool(1) as pool:
        for reason, picture in refused.items():
            with pytest.raises(CouldNotRead, match="works better") as why:
                pool.fingerprint_now(encode(Image.fromarray(picture), "PNG"), "protect")
            assert why.value.reason is reason


def test_a_killed_worker_costs_one_picture_and_no_other() -> None:
    with DecoderPool(1) as pool:
        first = pool.submit(LARGE)
        others = [pool.submit(GOOD) for _ in range(5)]
        _wait_until_busy(pool)
        os.kill(pool.process_ids[0], signal.SIGKILL)
        assert _reason(first) is Reason.CRASHED
        assert all(other.result(30).width == 512 for other in others)
        assert pool.replaced == 1


def test_a_worker_killed_while_idle_costs_no_picture() -> None:
    with DecoderPool(1) as pool:
        pool.fingerprint_now(GOOD)
        os.kill(pool.process_ids[0], signal.SIGKILL)
        time.sleep(0.3)
        assert pool.fingerprint_now(GOOD).width == 512


def test_a_worker_that_hangs_is_ended_in_time() -> None:
    with DecoderPool(1, seconds=1.5) as pool:
        os.kill(pool.process_ids[0], signal.SIGSTOP)
        begun = time.monotonic()
        stuck, next_one = pool.submit(GOOD), pool.submit(GOOD)
        assert _reason(stuck) is Reason.TOO_SLOW
        assert time.monotonic() - begun < 4
        assert next_one.result(30).width == 512


def worker_that(does: str) -> tuple[str, str, str]:
    script = f"""
import sys, os, time
from jikimi.fingerprint.decode.protocol import HEADER as H
w = os.write
def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until: pass
w(1, H.pack(0, 0, 1) + b"\\x3f")
sys.stdin.buffer.read(H.size)
{does}
sys.stdin.buffer.read()
"""
    return sys.executable, "-c", script


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("for _ in range(25): burn(0.02); time.sleep(0.08)\nw(1, H.pack(1, 6, 0))", Reason.CUT_OFF),
        ("burn(60)", Reason.TOO_SLOW),
        ("time.sleep(60)", Reason.TOO_SLOW),
        ("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 9)); burn(60)", Reason.TOO_SLOW),
    ],
    ids=["starved", "endless", "asleep", "out of processor time"],
)
def test_who_is_starved_is_waited_for_and_who_hangs_is_not(
    does: str, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trade, "command", lambda *_: worker_that(does))
    with DecoderPool(1, seconds=1.0) as pool:
        monkeypatch.undo()
        begun = time.monotonic()
        assert _reason(pool.submit(GOOD)) is reason
        assert time.monotonic() - begun < 20


def test_one_slow_picture_does_not_hold_up_the_rest() -> None:
    with DecoderPool(2, seconds=3) as pool:
        os.kill(pool.process_ids[0], signal.SIGSTOP)
        begun = time.monotonic()
        done = [pool.submit(GOOD) for _ in range(20)]
        came_of_it = [one.exception(20) for one in done]
        assert came_of_it.count(None) == 19
        assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    "says",
    [
        "w(1, b'nonsense, and a lot of it' * 9)",
        "w(1, H.pack(1, 0, 200) + b'J' * 200)",
        "w(1, H.pack(77, 6, 0))",
        "w(1, H.pack(1, 0, 4_000_000_000))",
        "w(1, H.pack(1, 6, 0) * 3)",
        "sys.exit()",
    ],
)
def test_a_worker_that_was_taken_over_is_not_believed(says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trade, "command", lambda *_: worker_that(says))
    with DecoderPool(1) as pool:
        monkeypatch.undo()
        assert _reason(pool.submit(GOOD)) in (Reason.CRASHED, Reason.BAD_ANSWER, Reason.CUT_OFF)
        assert pool.fingerprint_now(GOOD).width == 512


def test_workers_are_replaced_after_their_share() -> None:
    with DecoderPool(1, pictures_per_worker=25) as pool:
        first = pool.process_ids[0]
        found = [pool.submit(GOOD) for _ in range(80)]
        assert all(one.result(60).width == 512 for one in found)
        assert pool.replaced >= 2
        assert first not in pool.process_ids
        assert not psutil.pid_exists(first)


def test_a_pool_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trade, "command", lambda *_: (sys.executable, "-c", "import no_such_reader"))
    with pytest.raises(DecoderUnavailable, match=r"does not start on this machine.*no_such_reader"):
        DecoderPool(2).start()


def test_a_pool_whose_workers_cannot_be_replaced_refuses_instead_of_hanging(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with DecoderPool(1) as pool:
        monkeypatch.setattr(Trade, "command", lambda *_: (sys.executable, "-c", "1/0"))
        os.kill(pool.process_ids[0], signal.SIGKILL)
        waiting = [pool.submit(GOOD) for _ in range(6)]
        for one in waiting:
            with pytest.raises((DecoderUnavailable, CouldNotRead)):
                one.result(20)
        with pytest.raises(DecoderUnavailable):
            pool.fingerprint_now(GOOD)


def test_a_closed_pool_refuses() -> None:
    pool = DecoderPool(1)
    with pytest.raises(DecoderUnavailable):
        pool.fingerprint_now(GOOD)
    pool.start()
    waiting = [pool.submit(LARGE) for _ in range(8)]
    pool.close()
    for one in waiting:
        with pytest.raises((DecoderUnavailable, CouldNotRead)):
            one.result(5)
    assert not [
        child for child in psutil.Process().children() if "decode.worker" in " ".join(child.cmdline())
    ]


async def test_whoever_goes_away_is_not_served() -> None:
    async with DecoderPool(1, backlog=4) as pool:
        waiting = [asyncio.create_task(pool.fingerprint(LARGE)) for _ in range(6)]
        await asyncio.sleep(0.1)
        for one in waiting:
            one.cancel()
        assert (await pool.fingerprint(GOOD)).width == 512


def test_the_backlog_makes_threads_wait() -> None:
    with DecoderPool(1, backlog=2) as pool:
        handed_over: list[Future[Fingerprint]] = []
        feeder = threading.Thread(target=lambda: handed_over.extend(pool.submit(LARGE) for _ in range(5)))
        feeder.start()
        time.sleep(0.1)
        most = 0
        while feeder.is_alive():
            most = max(most, sum(not one.done() for one in handed_over))
            time.sleep(0.005)
        assert most <= 2
        assert all(one.result(30).width for one in handed_over)


def test_no_worker_outlives_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "from jikimi.fingerprint.decode.pool import DecoderPool\nimport time\n"
        "pool = DecoderPool(2); pool.start(); print(*pool.process_ids, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.kill()
    until = time.monotonic() + 5
    while time.monotonic() < until and any(map(_runs, workers)):
        time.sleep(0.05)
    assert not any(map(_runs, workers))


def test_memory_stays_bounded() -> None:
    _memory_stays_bounded(400)


@pytest.mark.soak
def test_memory_stays_bounded_over_thousands() -> None:
    _memory_stays_bounded(6000)


def _memory_stays_bounded(pictures: int) -> None:
    rng = np.random.default_rng(5)
    small = [
        encode(Image.fromarray(rng.integers(0, 255, (300, 400, 3), np.uint8)), form)
        for form in ("JPEG", "PNG", "WEBP", "GIF")
    ]
    with DecoderPool(2, pictures_per_worker=10**9) as pool:
        for one in [pool.submit(small[n % 4] if n % 100 else LARGE) for n in range(100)]:
            one.result(60)
        workers = [psutil.Process(pid) for pid in pool.process_ids]
        before = [one.memory_info().rss for one in workers] + [psutil.Process().memory_info().rss]
        for _ in range(0, pictures, 100):
            for one in [pool.submit(small[n % 4] if n else LARGE) for n in range(100)]:
                one.result(60)
            del one
        assert pool.replaced == 0
        after = [one.memory_info().rss for one in workers] + [psutil.Process().memory_info().rss]
    grown = [(now - then) / 2**20 for now, then in zip(after, before, strict=True)]
    assert max(grown) < 120, grown


def _reason(waiting: Future[Fingerprint]) -> Reason:
    with pytest.raises(CouldNotRead) as refused:
        waiting.result(30)
    return refused.value.reason


def _wait_until_busy(pool: DecoderPool) -> None:
    worker = psutil.Process(pool.process_ids[0])
    begun = sum(worker.cpu_times()[:2])
    while sum(worker.cpu_times()[:2]) < begun + 0.02:
        time.sleep(0.001)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
