"""Pictures a second from JPEG bytes to verdict, by size of the bank and split by stage: bench.throughput."""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil

from bench.alarm_bank import sources
from bench.alarm_pictures import load_halves
from bench.edits import RGB, all_edits
from bench.edits._tools import filled, middle
from bench.pictures import cache_folder
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.orb import orb
from jikimi.fingerprint.pdq import one_size, pdq
from jikimi.fingerprint.points import Points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import from_bytes, to_bytes
from jikimi.fingerprint.seen import POINTS_SEEN, fingerprint_seen, grey_of
from jikimi.match.matcher import Matcher

BANKS = (100, 1_000, 10_000, 75_000, 100_000)
ASKED = 200
EDIT_EVERY = 100
OWN = 20
"""Photographs of which edits are asked."""

RUNS = 5
"""Of which the middle one counts: on a machine of two cores anything else that wakes up is felt."""

MOST_REAL = 1_000
AT_ONCE = 1_000
FLIPPED_BITS = 40
"""Of 256, on average."""

ROOM_TO_MERGE = 1.15
"""While the index is tidied it holds one of its eight tables twice."""

WIDTH, HEIGHT = 1000, 750
TARGET_BYTES = 150_000
PROCESSES = 2
UNDER_WAY = 4 * PROCESSES
"""Pictures at once, so that no processor waits for a picture; whoever watches or scans has more."""


def _jpeg(picture: RGB) -> bytes:
    """1000 x 750, as near to 150 KB as a quality setting brings it."""
    shown = filled(picture, WIDTH, HEIGHT)[:, :, ::-1]
    for quality in (95, 92, 88, 84, 80, 75, 70, 60):
        data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(data) <= TARGET_BYTES:
            return data
    return data


def _record(job: tuple[int, RGB]) -> bytes | None:
    """The record of a random cut of a picture, mirrored or turned and recoloured: one more photograph."""
    number, picture = job
    cv2.setNumThreads(1)
    rng = np.random.default_rng(number)
    cut = middle(picture, float(rng.uniform(0.3, 0.6)), rng)
    cut = np.rot90(cut, int(rng.integers(0, 4)))
    changed = (cut * rng.uniform(0.7, 1.3) + rng.uniform(-20, 20)).clip(0, 255).astype(np.uint8)
    try:
        return to_bytes(protect(np.ascontiguousarray(filled(changed, 640, 480))))
    except TooLittleToRecognise:
        return None


def bank_of(size: int, pictures: list[RGB]) -> Iterator[Fingerprint]:
    """That many protected photographs: up to 1,000 real ones, and beyond that each of them again and again
    with some 40 of the 256 bits of every descriptor, and every direction, drawn anew. Places are shared."""
    real = _real(min(size, MOST_REAL), pictures)
    yield from real
    for number in range(len(real), size):
        yield _altered(real[number % len(real)], np.random.default_rng(number))


def _altered(one: Fingerprint, rng: np.random.Generator) -> Fingerprint:
    def again(points: Points) -> Points:
        a, b, c, d, e = rng.integers(0, 256, (5, *points.descriptors.shape), dtype=np.uint8)
        flipped = a & b & (c | (d & e))  # five bits of 32
        turned = rng.uniform(0, 360, len(points)).astype(np.float32)
        return Points(points.xy, points.size, turned, points.descriptors ^ flipped, points.drawn)

    pdq_again = tuple(rng.bytes(32) for _ in one.pdq)
    mirrored = again(one.mirrored) if one.mirrored is not None else None
    return replace(one, pdq=pdq_again, points=again(one.points), mirrored=mirrored)


def _real(size: int, pictures: list[RGB]) -> list[Fingerprint]:
    """Made from the pictures; kept in the cache for the next run."""
    folder = cache_folder() / f"bank-{size}-of-{len(pictures)}-{sources()[0]}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        jobs = ((number, pictures[number % len(pictures)]) for number in range(size * 5 // 4))
        made = 0
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            for record in pool.imap(_record, jobs, chunksize=16):
                if record is not None and made < size:
                    (folder / f"{made:05}").write_bytes(record)
                    made += 1
        (folder / "complete").touch()
    return [from_bytes(path.read_bytes()) for path in sorted(folder.glob("[0-9]*"))]


def filled_with(photographs: Iterator[Fingerprint]) -> Matcher:
    """A matcher with these in it, given by the thousand, so that they are never all there twice."""
    matcher = Matcher()
    numbered = enumerate(photographs)
    while some := [(f"bank {number}", one) for number, one in islice(numbered, AT_ONCE)]:
        matcher.add_many(some)
    return matcher


def stages(matcher: Matcher, jpegs: list[bytes]) -> dict[str, float]:
    """Milliseconds a picture in each stage, one after the other on one core."""
    spent: dict[str, list[float]] = {"decode": [], "pdq": [], "orb": [], "match": []}
    for data in jpegs:
        times = [time.perf_counter()]
        picture = canonical_pixels(data)
        times.append(time.perf_counter())
        pdq(one_size(grey_of(picture)))
        times.append(time.perf_counter())
        orb(grey_of(picture), POINTS_SEEN)
        times.append(time.perf_counter())
        seen = fingerprint_seen(picture)
        before = time.perf_counter()
        matcher.find(seen)
        spent["match"].append(time.perf_counter() - before)
        for name, one, other in zip(("decode", "pdq", "orb"), times, times[1:], strict=False):
            spent[name].append(other - one)
    return {name: round(1000 * statistics.mean(values), 2) for name, values in spent.items()}


def rate(matcher: Matcher, jpegs: list[bytes]) -> tuple[float, int]:
    """Pictures a second through the decoder's processes and the matcher's threads, and how many matched."""
    with DecoderPool(PROCESSES) as pool, ThreadPoolExecutor(UNDER_WAY) as threads:
        for future in [pool.submit(data) for data in jpegs[:UNDER_WAY]]:
            future.result()

        def one_picture(data: bytes) -> bool:
            return bool(matcher.find(pool.fingerprint_now(data)))

        began = time.perf_counter()
        waiting: list[Future[bool]] = []
        found = 0
        for data in jpegs:
            waiting.append(threads.submit(one_picture, data))
            if len(waiting) > 2 * UNDER_WAY:
                found += waiting.pop(0).result()
        found += sum(one.result() for one in waiting)
        return len(jpegs) / (time.perf_counter() - began), found


def memory_used() -> int:
    """Bytes that this process holds in memory."""
    return int(psutil.Process().memory_info().rss)


def fits(size: int, bytes_a_photograph: float) -> bool:
    """Whether a bank of that size can be held, by what a smaller one took."""
    return size * bytes_a_photograph * ROOM_TO_MERGE < psutil.virtual_memory().available


def asked_of(unrelated: Sequence[RGB], own: Sequence[RGB]) -> list[bytes]:
    """JPEGs of unrelated pictures, and between them edits of some that are protected."""
    edits = [edit for edit in all_edits() if edit.group in ("copies", "geometry", "overlays")]
    jpegs = []
    for number in range(ASKED):
        rng = np.random.default_rng(number)
        turn, other = divmod(number, EDIT_EVERY)
        if other == 0:
            edited = edits[turn % len(edits)].apply(own[turn % len(own)], rng, list(unrelated))
            jpegs.append(_jpeg(edited))
        else:
            jpegs.append(_jpeg(middle(unrelated[number % len(unrelated)], 0.7, rng)))
    return jpegs


def measure(photos: Path | None, others: Path | None, banks: Sequence[int]) -> dict[str, Any]:
    # Asked and protected come from different collections: series that lie in both would be found.
    halves = load_halves(photos, others)
    bank_pictures, own = halves.protected[OWN:], halves.protected[:OWN]
    jpegs = asked_of(halves.asked, own)
    results: dict[str, Any] = {}
    left_out: dict[str, str] = {}
    a_photograph = 0.0
    for size in banks:
        if not fits(size, a_photograph):
            needs = f"needs about {size * a_photograph * ROOM_TO_MERGE / 2**30:.0f} GB of free memory"
            left_out[str(size)] = needs
            print(size, "left out:", needs, flush=True)
            continue
        before = memory_used()
        matcher = filled_with(bank_of(size, bank_pictures))
        for number, photo in enumerate(own):
            try:
                matcher.add(f"photo {number}", protect(photo))
            except TooLittleToRecognise:
                continue
        matcher.settle()
        held = memory_used() - before
        # In a small bank what the process holds anyway hides what the photographs take.
        a_photograph = held / size if size >= MOST_REAL else 0.0
        rates = [rate(matcher, jpegs) for _ in range(RUNS)]
        results[str(size)] = {
            "images_per_second": round(statistics.median(one for one, _ in rates), 1),
            "runs": [round(one, 1) for one, _ in rates],
            "pictures_found": rates[0][1],
            "of_them_made_from_a_protected_one": len(range(0, ASKED, EDIT_EVERY)),
            "ms_by_stage_one_core": stages(matcher, jpegs[:60]),
            "memory_mb": round(held / 2**20),
        }
        print(size, results[str(size)], flush=True)
        del matcher
    return {
        "pictures": halves.source,
        "bank": "up to 1,000 cuts of pictures of one collection, turned and recoloured; beyond that the same "
        f"with some {FLIPPED_BITS} bits of every descriptor drawn anew (synthetic); and 20 photographs",
        "left_out": left_out,
        "asked": f"{ASKED} JPEGs, {WIDTH} x {HEIGHT}, of another collection; one in {EDIT_EVERY} an edit of "
        "one of the 20 photographs; mirror step on",
        "mean_bytes": round(statistics.mean(map(len, jpegs))),
        "processes": PROCESSES,
        "under_way": UNDER_WAY,
        "banks": results,
    }


def plot(numbers: dict[str, Any]) -> None:
    """Images a second, milliseconds by stage and memory against bank size."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, (left, right, memory) = plt.subplots(1, 3, figsize=(10, 3))
    sizes = list(map(int, numbers["banks"]))
    speeds = [numbers["banks"][str(size)]["images_per_second"] for size in sizes]
    left.semilogx(sizes, speeds, "o-")
    for size, speed in zip(sizes, speeds, strict=True):
        left.annotate(f"{speed:.0f}", (size, speed), textcoords="offset points", xytext=(0, 7), ha="center")
    left.axhline(120, color="#9a9184", lw=0.8, ls="--")
    left.set_ylim(0, max(speeds) * 1.25)
    left.margins(x=0.1)
    left.set_xlabel("protected photographs")
    left.set_ylabel(f"images a second, {numbers['processes']} cores")
    bottom = np.zeros(len(sizes))
    shades = {"decode": "#0f6b6b", "pdq": "#5c9e9a", "orb": "#b9b0a2", "match": "#c98a1b"}
    for stage, shade in shades.items():
        values = np.array([numbers["banks"][str(size)]["ms_by_stage_one_core"][stage] for size in sizes])
        right.bar([f"{size:,}" for size in sizes], values, bottom=bottom, color=shade, label=stage)
        bottom += values
    right.set_ylabel("milliseconds an image, one core")
    right.legend(
        frameon=False, fontsize=7, ncol=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), columnspacing=1
    )
    memory.loglog(sizes, [numbers["banks"][str(size)]["memory_mb"] for size in sizes], "o-", color="#c98a1b")
    memory.set_xlabel("protected photographs")
    memory.set_ylabel("memory of the bank, MB")
    figure.tight_layout()
    figure.savefig(FOLDER / "throughput.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument(
        "--banks", type=int, nargs="*", default=BANKS, help="of other than all nothing is kept"
    )
    asked = parser.parse_args()
    numbers = measure(asked.photos, asked.others, asked.banks)
    if tuple(asked.banks) == BANKS:
        keep("throughput", numbers)
        plot(numbers)


if __name__ == "__main__":
    main()
