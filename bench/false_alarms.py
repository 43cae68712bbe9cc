"""How often an unrelated picture is taken for a protected photograph, as a centre feels it:
`python -m bench.false_alarms --photos DIR --others DIR --minutes 60`.

The photographs are protected (whole, then in cuts, until the bank is full); the other pictures are asked, in
every way of bench/alarm_pictures.py. The next run goes on where the last one stopped, as long as neither
pictures nor engine have changed; what was counted adds up in bench/results/false_alarms.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.alarm_bank import bank, pictures_of, sources
from bench.alarm_pictures import Halves, load_halves, to_ask, ways
from bench.exact import events_between, share_at_most
from bench.pictures import cache_folder
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher

BANKS = (100, 1_000, 10_000)
BASE_RATE = 4.29
"""True matches per 100,000 pictures of a public feed: the one rate that was published."""

GOAL = 4.0
KEPT_EVERY = 30.0
"""Seconds after which what was counted is kept, so that a run may be stopped."""

A_TIME = 32
"""Pictures asked between two looks at the clock."""

Tally = dict[str, Any]


def empty() -> Tally:
    """Nothing asked yet."""
    return {"asked": 0, "match": 0, "look": 0, "drawn": 0, "alarms": []}


def count(
    tally: Tally, number: int, what: str, source: int | None, found: Iterable[tuple[str, float]]
) -> None:
    """One picture more: it is a match if anything in the bank was, else a look if anything was."""
    said = dict(sorted(found))
    tally["asked"] += 1
    tally["drawn"] += source is None
    if said:
        verdict = "match" if "match" in said else "look"
        tally[verdict] += 1
        one = {"number": number, "what": what, "source": source, "verdict": verdict}
        tally["alarms"].append({**one, "score": round(said[verdict], 1)})


def rates(tally: Tally, recall: float) -> dict[str, Any]:
    """Per 100,000 pictures with exact 95 % bounds, and the precision at the base rate."""
    told: dict[str, Any] = {key: tally[key] for key in ("asked", "drawn", "match", "look")}
    for verdict in ("match", "look"):
        low, high = events_between(tally[verdict])
        per = 100_000 / max(1, tally["asked"])
        told[f"{verdict}_per_100000"] = round(tally[verdict] * per, 2)
        told[f"{verdict}_per_100000_95"] = [round(low * per, 2), round(high * per, 2)]
    found = BASE_RATE * recall
    told["precision"] = round(found / (found + told["match_per_100000"]), 3)
    low, high = told["match_per_100000_95"]
    told["precision_95"] = [round(found / (found + high), 3), round(found / (found + low), 3)]
    told["sources_with_a_match"] = len(
        {one["source"] for one in tally["alarms"] if one["verdict"] == "match"}
    )
    return told


def _answers(banks: dict[int, Matcher], halves: Halves, number: int) -> tuple[Any, dict[int, Any]]:
    asked = to_ask(number, halves)
    seen = fingerprint_seen(asked.picture)
    found = {
        size: [(one.verdict.value, one.signals.get("score", 999.0)) for one in matcher.find(seen)]
        for size, matcher in banks.items()
    }
    return asked, found


def go_on(
    halves: Halves, banks: dict[int, Matcher], state: dict[str, Any], until: float, threads: int = 1
) -> None:
    """Ask on from where the state stands until the time is over; the state has a tally for each bank."""
    with ThreadPoolExecutor(threads) as pool:
        while time.monotonic() < until:
            numbers = range(state["next"], state["next"] + A_TIME)
            for number, (asked, found) in zip(
                numbers, pool.map(lambda n: _answers(banks, halves, n), numbers), strict=True
            ):
                for size, said in found.items():
                    count(state["banks"][str(size)], number, asked.what, asked.source, said)
            state["next"] += A_TIME


def filled_banks(halves: Halves, sizes: Iterable[int], until: float) -> dict[int, Matcher]:
    """A matcher a size; a size that could not be filled in time is left out, and said."""
    banks = {}
    for size in sizes:
        records = list(bank(halves, size, until))
        # Pictures with too little in them are refused; more than one in five would be another bank.
        if len(records) < size * 0.8:
            print(f"{size}: {len(records)} made so far; the next run goes on", flush=True)
            continue
        matcher = banks[size] = Matcher()
        matcher.add_many((str(number), one) for number, one in enumerate(records))
        matcher.settle()
        print(f"bank of {size}: {len(records)} protected", flush=True)
    return banks


def _state(file: Path, sizes: Iterable[int]) -> dict[str, Any]:
    fresh = {"next": 0, "banks": {str(size): empty() for size in sizes}}
    return json.loads(file.read_text()) if file.exists() else fresh


def recall_measured() -> float:
    """The share of copies and alterations that bench.recall last found."""
    file = FOLDER / "recall.json"
    return float(json.loads(file.read_text())["mean_match"]) if file.exists() else 1.0


def told(halves: Halves, state: dict[str, Any]) -> dict[str, Any]:
    """The numbers to keep."""
    recall = recall_measured()
    most = share_at_most(0, len(halves.asked))
    return {
        "pictures": halves.source,
        "sources_protected": len(halves.protected),
        "sources_asked": len(halves.asked),
        "ways": [name for name, _ in ways()] + ["drawn"],
        "independent": f"the {len(halves.asked)} sources are; the ways of one are not, the drawings of one "
        f"family hardly. If no source had an alarm, at most {most:.2%} of such sources have one (95 %).",
        "bank": "every source whole, beyond that cuts of a quarter to six tenths of them",
        "recall_for_precision": recall,
        "base_rate_per_100000": BASE_RATE,
        "banks": {size: rates(tally, recall) for size, tally in state["banks"].items() if tally["asked"]},
        "alarms": {size: tally["alarms"] for size, tally in state["banks"].items()},
    }


def plot(numbers: dict[str, Any]) -> None:
    """Alarms per 100,000 by size of the bank, with bounds."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, axes = plt.subplots(figsize=(6, 3.2))
    sizes = sorted(map(int, numbers["banks"]))
    for shift, (verdict, shade) in enumerate((("match", "#b3402a"), ("look", "#9a9184"))):
        rows = [numbers["banks"][str(size)] for size in sizes]
        middle = [row[f"{verdict}_per_100000"] for row in rows]
        low = [m - row[f"{verdict}_per_100000_95"][0] for m, row in zip(middle, rows, strict=True)]
        high = [row[f"{verdict}_per_100000_95"][1] - m for m, row in zip(middle, rows, strict=True)]
        places = [at + 0.12 * shift for at in range(len(sizes))]
        axes.errorbar(places, middle, yerr=[low, high], fmt="o", color=shade, capsize=4, label=verdict)
    axes.axhline(GOAL, color="#222222", lw=0.8, ls="--")
    axes.text(len(sizes) - 0.7, GOAL, "goal", fontsize=7, va="bottom")
    axes.set_yscale("symlog", linthresh=1)
    axes.set_ylim(0, None)
    axes.set_xlim(-0.5, len(sizes) - 0.3)
    axes.set_xticks(range(len(sizes)), [f"{size:,}" for size in sizes])
    axes.set_xlabel(f"protected photographs; {max(r['asked'] for r in rows):,} unrelated pictures asked")
    axes.set_ylabel("per 100,000 pictures")
    axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(FOLDER / "false_alarms.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0, help="for banks and asking together")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--banks", type=int, nargs="*", default=BANKS)
    asked = parser.parse_args()
    until = time.monotonic() + 60 * asked.minutes
    halves = load_halves(asked.photos, asked.others)
    name = "-".join((pictures_of(halves), *sources(), *map(str, asked.banks)))
    file = cache_folder() / f"alarms-{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    state = _state(file, asked.banks)
    banks = filled_banks(halves, asked.banks, until)
    while (now := time.monotonic()) < until and banks:
        go_on(halves, banks, state, min(until, now + KEPT_EVERY), asked.threads)
        file.write_text(json.dumps(state))
    numbers = told(halves, state)
    if numbers["banks"]:
        keep("false_alarms", numbers)
        plot(numbers)
    for size, rate in numbers["banks"].items():
        print(size, rate)


if __name__ == "__main__":
    main()
