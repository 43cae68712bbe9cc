"""100,000 links and 20,000 open notices on SQLite: how soon is what is due found, and does a round of looks
hold up a deadline? bench.takedown_load.

The looks themselves go nowhere here: what is measured is the database's part, claim and record.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.results_folder import FOLDER, keep, plot_style
from bench.takedown_many import LINKS, NOTICES, fill, prepare

ASKED = 300
ROUND_S = 12.0
CLOCKS_A_SECOND = 10
LOOKERS = 2
LIMIT_MS = 50.0
ROUNDS = {"deadlines_alone": "nothing else", "deadlines_beside_a_round": "a full round of looks"}


def _timed(find: Callable[[], object]) -> dict[str, float]:
    """Milliseconds. Every one finds the next, as a worker would."""
    taken, worked = [], time.process_time()
    for _ in range(ASKED):
        begun = time.perf_counter()
        found = find()
        taken.append((time.perf_counter() - begun) * 1000)
        assert found is not None
    worked = time.process_time() - worked
    taken.sort()
    return {
        "processor_ms": round(worked * 1000 / ASKED, 2),
        "median_ms": round(statistics.median(taken), 2),
        "p99_ms": round(taken[int(len(taken) * 0.99)], 2),
        "longest_ms": round(taken[-1], 2),
        "count": len(taken),
    }


def find_due(now: datetime) -> dict[str, dict[str, float]]:
    """Each kind of due work, found and leased."""
    from jikimi.takedown.actions.begin_attempt import claim_notice
    from jikimi.takedown.actions.mark_unknown import mark_unknown
    from jikimi.takedown.actions.mind_clock import claim_clock
    from jikimi.takedown.actions.record_check import claim_link
    from jikimi.takedown.actions.write_reminder import claim_reminder

    # A day and a half on: some thousand links, every waiting notice, and the first clocks are due at once.
    then = now + timedelta(hours=36, seconds=ASKED * 2)
    lease: dict[str, Any] = {"now": then, "lease_s": 60.0, "due_by": then}
    return {
        "a look": _timed(lambda: claim_link(["matrix", "web"], **lease)),
        "a notice to send": _timed(lambda: claim_notice(**lease)),
        "a deadline": _timed(lambda: claim_clock(**lease)),
        "a reminder": _timed(lambda: claim_reminder(**lease)),
        "what crashed": _timed(lambda: mark_unknown(now=now)),
    }


def look_on_and_on(folder: str, begins: Any, stop: Any, looked: Any) -> None:
    """A worker in its own process: every link is due; it claims, and records that it is still there."""
    prepare(Path(folder))
    from django.utils import timezone

    from jikimi.sources.base import Grade, Observation
    from jikimi.takedown.actions.record_check import claim_link, record_check
    from jikimi.takedown.certainty import Bar
    from jikimi.takedown.next_step import Looks
    from jikimi.takedown.refusals import NotOurs

    looks = Looks(Bar())
    begins.wait()
    while not stop.is_set():
        now = timezone.now()
        link = claim_link(["matrix", "web"], now=now, lease_s=60.0, due_by=now)
        if link is None:
            return
        try:
            record_check(link, Observation(Grade.LIVE, now, {"status": 200}), now=now, looks=looks)
        except NotOurs:
            continue
        with looked.get_lock():
            looked.value += 1


def mind_clocks(until: float) -> Iterator[float]:
    """Seconds between the moment when each deadline was to be minded and the moment when it had been."""
    from django.utils import timezone

    from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock
    from jikimi.takedown.letterhead import Letterhead

    letterhead = Letterhead("A centre", "desk@centre.example", _playbooks(), lambda _: {"homeserver": "here"})
    while True:
        now = timezone.now()
        clock = claim_clock(now=now, lease_s=60.0, due_by=now)
        if clock is None or clock.due_at is None:
            if time.time() > until:
                return
            time.sleep(0.02)
            continue
        was_due = clock.due_at
        mind_clock(clock, letterhead=letterhead, now=timezone.now())
        yield (timezone.now() - was_due).total_seconds()


def _playbooks() -> Any:
    from jikimi.playbooks.load import load_all

    return load_all()


def a_round(folder: Path, lookers: int) -> dict[str, Any]:
    """Every link is due at once, and ten deadlines a second come up while the looks are worked through."""
    from django.db import connections
    from django.utils import timezone

    from jikimi.takedown.models import Deadline, DeadlineState, Link

    Link.objects.update(next_check_at=timezone.now(), lease_token="", lease_until=None)
    running = Deadline.objects.filter(state=DeadlineState.RUNNING).order_by("-pk")
    clocks = list(running.values_list("pk", flat=True)[: int(ROUND_S * CLOCKS_A_SECOND)])
    connections.close_all()
    fresh = multiprocessing.get_context("spawn")
    looked, begins, stop = fresh.Value("i", 0), fresh.Barrier(lookers + 1), fresh.Event()
    workers = [
        fresh.Process(target=look_on_and_on, args=(str(folder), begins, stop, looked)) for _ in range(lookers)
    ]
    for worker in workers:
        worker.start()
    begins.wait(120)
    start = timezone.now() + timedelta(seconds=0.5)
    for number, pk in enumerate(clocks):
        at = start + timedelta(seconds=number / CLOCKS_A_SECOND)
        Deadline.objects.filter(pk=pk).update(
            due_at=at, warn_at=at, ends_at=at + timedelta(hours=12), lease_token="", lease_until=None
        )
    looked.value, begun = 0, time.perf_counter()
    late = sorted(mind_clocks(start.timestamp() + ROUND_S + 1.0))
    took, looks = time.perf_counter() - begun, looked.value
    stop.set()
    for worker in workers:
        worker.join(60)
    looks_a_second = looks / took
    return {
        "workers_looking": lookers,
        "looks_a_second": round(looks_a_second),
        "whole_round_minutes": round(LINKS / looks_a_second / 60, 1) if looks else None,
        "deadlines": len(late),
        "late_median_ms": round(statistics.median(late) * 1000),
        "late_p99_ms": round(late[int(len(late) * 0.99)] * 1000),
        "late_most_ms": round(late[-1] * 1000),
        "late_ms": [round(one * 1000) for one in late],
    }


def measure(folder: Path) -> dict[str, Any]:
    prepare(folder)
    from django.utils import timezone

    now, load = timezone.now(), round(os.getloadavg()[0], 1)
    begun = time.perf_counter()
    fill(now)
    filled_s = time.perf_counter() - begun
    print(f"filled in {filled_s:.0f} s", flush=True)
    found = find_due(now)
    print(f"found: {found}", flush=True)
    alone, looking = a_round(folder, 0), a_round(folder, LOOKERS)
    size = (folder / "home" / "jikimi.sqlite3").stat().st_size
    return {
        "what": "one process finds what is due; then a round of looks by two others, all links due at once",
        "links": LINKS,
        "open_notices": NOTICES,
        "database_mb": round(size / 1e6),
        "filled_s": round(filled_s, 1),
        "limit_ms": LIMIT_MS,
        "found": found,
        "found_within_limit": all(kind["p99_ms"] < LIMIT_MS for kind in found.values()),
        "deadlines_alone": alone,
        "deadlines_beside_a_round": looking,
        "database": "SQLite, WAL, synchronous=FULL; a look is two commits, one with a line of the ledger",
        "load_average_before": load,
    }


def plot(numbers: dict[str, Any]) -> None:
    plot_style()
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    kinds = list(numbers["found"])
    left.barh(kinds, [numbers["found"][kind]["p99_ms"] for kind in kinds])
    left.axvline(LIMIT_MS, color="#9a9184", linestyle="--")
    left.text(LIMIT_MS, -0.45, " aim", color="#6d655b")
    left.set_xlabel("ms to find what is due (99 of 100 sooner)")
    left.invert_yaxis()
    for name, label in ROUNDS.items():
        late = numbers[name]["late_ms"]
        right.plot(late, [(place + 1) / len(late) for place in range(len(late))], label=label)
    right.set_xlabel("ms after it was due")
    right.set_ylabel("share of deadlines minded")
    right.set_ylim(0, 1.02)
    right.legend(title="beside", frameon=False)
    figure.tight_layout()
    figure.savefig(FOLDER / "takedown_load.svg", metadata={"Date": None})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--try", dest="only_try", action="store_true", help="Print, and keep nothing.")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix=f"jikimi-bench-{secrets.token_hex(4)}") as folder:
        numbers = measure(Path(folder))
        if not given.only_try:
            plot(numbers)
            for name in ROUNDS:
                del numbers[name]["late_ms"]
            keep("takedown_load", numbers)
    for name, value in numbers.items():
        shown = {key: one for key, one in value.items() if key != "late_ms"} if name in ROUNDS else value
        print(f"{name}: {shown}")


if __name__ == "__main__":
    main()
