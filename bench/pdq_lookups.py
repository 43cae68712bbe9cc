"""Look-ups of PDQs, exact at radius 31, by size of the bank, while it rests and while it changes:
bench.pdq_lookups [--photos DIR --others DIR]. Beside its peers after `make peers`.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from bench import pdq_peers
from bench.pdq_banks import FARTHEST, I32, Asked, asked_of, bank_of, by_comparing, real_hashes
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.points import U8
from jikimi.match.bits import U64
from jikimi.match.pdq_index import PdqIndex

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
TURNS = 8
ASKED = 10_000
PAIRS = 3_000_000_000
"""Comparisons for the recall, at most: 3,000 look-ups among a million hashes, or 300 among ten million."""

SECONDS = 3.0
CHANGES_A_SECOND = 50
"""Photographs added, and as many withdrawn."""


def _rss() -> int:
    return int(psutil.Process().memory_info().rss)


def _preemptions() -> int:
    """How often the machine has taken the processor from this thread for another program."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def _speed(seconds: list[float], whole: list[float], processor: float) -> dict[str, float]:
    """`whole` are those look-ups during which no other program was given the processor."""
    half, most, nearly_all = (round(1e6 * float(at), 1) for at in np.quantile(seconds, [0.5, 0.99, 0.999]))
    return {
        "lookups_per_second": round(len(seconds) / sum(seconds), 1),
        "processor_us": round(1e6 * processor / len(seconds), 1),
        "p50_us": half,
        "p99_us": most,
        "p999_us": nearly_all,
        "preempted": len(seconds) - len(whole),
        "p99_of_others_us": round(1e6 * float(np.quantile(whole or seconds, 0.99)), 1),
    }


def _look_up(index: PdqIndex, asked: Asked, until: Callable[[float], bool]) -> dict[str, float]:
    """Asks on one thread until told to stop."""
    hashes = [row.tobytes() for row in asked.words]
    seconds, whole = [], []
    began, processor = time.perf_counter(), time.thread_time()
    for one in itertools.cycle(hashes):
        preemptions = _preemptions()
        before = time.perf_counter()
        index.within(one, FARTHEST)
        after = time.perf_counter()
        seconds.append(after - before)
        if _preemptions() == preemptions:
            whole.append(after - before)
        if until(after - began):
            return _speed(seconds, whole, time.thread_time() - processor)
    raise AssertionError


class _Changes(threading.Thread):
    """Adds and withdraws photographs at a steady pace; in the end, if `many`, so many at once that the
    whole index is merged, and goes on until it is."""

    def __init__(self, index: PdqIndex, owners: Iterator[int], many: int) -> None:
        super().__init__()
        self._index, self._owners, self._many = index, owners, many
        self.done, self.slowest_to_be_found, self.slowest_to_be_gone = 0, 0.0, 0.0
        self.most_memory = 0

    def run(self) -> None:
        merging = threading.Thread(target=self._add_many)
        if self._many:
            merging.start()
        began = time.perf_counter()
        while merging.is_alive() if self._many else time.perf_counter() - began < SECONDS:
            self._one_change(next(self._owners))
            time.sleep(1 / CHANGES_A_SECOND)

    def _one_change(self, owner: int) -> None:
        hashes = [os.urandom(32) for _ in range(TURNS)]
        before = time.perf_counter()
        self._index.add(owner, hashes)
        assert self._index.within(hashes[-1], 0) == {owner: 0}
        found = time.perf_counter()
        self._index.withdraw(owner if self.done % 2 else owner // 2)
        assert self.done % 2 == 0 or not self._index.within(hashes[-1], 0)
        self.slowest_to_be_found = max(self.slowest_to_be_found, found - before)
        self.slowest_to_be_gone = max(self.slowest_to_be_gone, time.perf_counter() - found)
        self.done += 1
        self.most_memory = max(self.most_memory, _rss())

    def _add_many(self) -> None:
        words = np.random.default_rng(4).integers(0, 2**64, (self._many, 4), np.uint64)
        owners = 2**30 + np.arange(self._many, dtype=np.int32) // TURNS
        self._index.add_many(owners.astype(np.int32), words)
        self._index.settle()


def _while_changing(index: PdqIndex, asked: Asked, owners: Iterator[int], many: int) -> dict[str, Any]:
    changes = _Changes(index, owners, many)
    changes.start()
    speed = _look_up(index, asked, lambda _: not changes.is_alive())
    return {
        **speed,
        "photographs_added_and_withdrawn": changes.done,
        "hashes_added_at_once": many,
        "slowest_until_found_ms": round(1e3 * changes.slowest_to_be_found, 2),
        "slowest_until_gone_ms": round(1e3 * changes.slowest_to_be_gone, 2),
        "most_memory_mb": round(changes.most_memory / 1e6, 1),
    }


def recall(index: PdqIndex, bank: U64, owners: I32, asked: Asked) -> dict[str, int]:
    """How many look-ups answered exactly as comparing with every hash does; and of all near ones, how many
    were found at the right distance or nearer."""
    compared = min(len(asked.words), PAIRS // len(bank))
    expected = by_comparing(asked.words[:compared], bank, owners)
    answers = [index.within(row.tobytes(), FARTHEST) for row in asked.words]
    planted = [at for at in range(len(answers)) if asked.near[at] >= 0]
    found = [answers[at].get(int(owners[asked.near[at]]), 256) <= asked.bits[at] for at in planted]
    return {
        "compared_with_every_hash": compared,
        "answered_as_comparing_does": sum(
            one == other for one, other in zip(expected, answers[:compared], strict=True)
        ),
        "neighbours": sum(map(len, expected)),
        "planted": len(planted),
        "planted_found": int(sum(found)),
    }


def measure_one(job: tuple[int, U8]) -> dict[str, Any]:
    """One size, in a process of its own."""
    n, real = job
    rng = np.random.default_rng(n)
    warm = PdqIndex(room=8)
    warm.add_many(np.arange(64, dtype=np.int32), bank_of(64, real, rng))
    warm.within(bytes(32), FARTHEST)
    by_comparing(bank_of(8, real, rng), bank_of(8, real, rng), np.arange(8, dtype=np.int32))
    before = _rss()
    bank, owners = bank_of(n, real, rng), (np.arange(n) // TURNS).astype(np.int32)
    index = PdqIndex()
    began = time.perf_counter()
    index.add_many(owners, bank)
    built = time.perf_counter() - began
    memory = _rss() - before
    asked = asked_of(bank, ASKED, real, rng)
    peers: dict[str, dict[str, float] | None] = {}
    if pdq_peers.there_are():
        peers = {"faiss_flat": pdq_peers.faiss_flat(bank, asked)}
        peers["threatexchange"] = pdq_peers.threatexchange(bank, asked)
    recalled = recall(index, bank, owners, asked)
    quiet = _look_up(index, asked, lambda passed: passed > SECONDS)
    new_owners = itertools.count(n)
    return {
        "build_seconds": round(built, 2),
        "memory_mb": round(memory / 1e6, 1),
        "quiet": quiet,
        "changing": _while_changing(index, asked, new_owners, 0),
        "merging_all": _while_changing(index, asked, new_owners, n // 4),
        "recall": recalled,
        "peers": peers,
    }


def measure(photos: Path | None, others: Path | None, sizes: tuple[int, ...]) -> dict[str, Any]:
    real, source = real_hashes(photos, others)
    if not pdq_peers.there_are():
        print("FAISS and threatexchange are not installed (make peers); measuring ours alone.")
    results: dict[str, Any] = {}
    for n in sizes:
        began = time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            results[str(n)] = pool.apply(measure_one, ((n, real),))
        print(f"{n:,} in {time.perf_counter() - began:.0f} s", results[str(n)], flush=True)
    return {
        "pictures": source,
        "bank": f"a third random, a third in families, a third from {len(real)} hashes of cuts of real "
        f"pictures; {TURNS} hashes a photograph",
        "asked": f"{ASKED} hashes one by one on one thread, half of them 0 to {FARTHEST} bits from one of "
        "the bank; in Python, from bytes to a dictionary",
        "changing": f"{CHANGES_A_SECOND} photographs a second added and as many withdrawn on another thread",
        "merging_all": "the same, while a quarter more come at once and the whole index is merged",
        "load_of_the_machine": round(os.getloadavg()[0], 2),
        "sizes": results,
    }


def plot(numbers: dict[str, Any]) -> None:
    """Look-ups a second against size beside the peers, and how long one takes, resting and changing."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.2))
    results = {int(n): one for n, one in numbers["sizes"].items()}
    sizes = list(results)
    left.loglog(
        sizes, [results[n]["quiet"]["lookups_per_second"] for n in sizes], "o-", label="Jikimi, exact"
    )
    names = {"threatexchange": "threatexchange PDQIndex", "faiss_flat": "FAISS IndexBinaryFlat"}
    for (peer, name), mark in zip(names.items(), ("s--", "^:"), strict=True):
        shown = [
            (n, results[n]["peers"][peer]["lookups_per_second"])
            for n in sizes
            if results[n]["peers"].get(peer)
        ]
        if shown:
            left.loglog(*zip(*shown, strict=True), mark, label=name)
    left.set_xlabel("hashes")
    left.set_ylabel("look-ups a second, one core")
    left.legend(frameon=False, fontsize=8)
    for state, name, mark in (
        ("quiet", "resting", "o-"),
        ("changing", "changing", "s--"),
        ("merging_all", "merging all", "^:"),
    ):
        right.loglog(sizes, [results[n][state]["p99_us"] for n in sizes], mark, label=name)
    right.set_xlabel("hashes")
    right.set_ylabel("microseconds, 99 of 100 look-ups")
    right.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(FOLDER / "pdq_lookups.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="of other than all nothing is kept"
    )
    given = parser.parse_args()
    numbers = measure(given.photos, given.others, tuple(given.sizes))
    if tuple(given.sizes) == SIZES:
        keep("pdq_lookups", numbers)
        plot(numbers)


if __name__ == "__main__":
    main()
