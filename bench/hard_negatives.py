"""Very similar but different pictures must not match: `python -m bench.hard_negatives --photos DIR`.

Each family of bench/negatives draws its pairs from seeds; the folder's photographs are what screens,
calendars and jokes show inside (without it, those that scikit-image carries). Each pair is asked both ways,
alone in the bank, which is hardest: nothing else there makes the common look common.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.edits import RGB
from bench.exact import share_at_most
from bench.negatives import NOTHING, Family, all_families
from bench.pictures import canonical, packaged
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher

PAIRS = 20
MOST_PHOTOS = 60


def asked_alone(protected: RGB, seen: RGB) -> tuple[str, float]:
    """match, look, nothing or refused (too little to protect), and the score, 999 where PDQ alone spoke."""
    alone = Matcher()
    try:
        alone.add("one", protect(protected))
    except TooLittleToRecognise:
        return "refused", 0.0
    found = alone.find(fingerprint_seen(seen))
    if not found:
        return "nothing", 0.0
    return found[0].verdict.value, found[0].signals.get("score", 999.0)


def family_numbers(family: Family, pictures: Sequence[RGB], pairs: int) -> dict[str, Any]:
    """One family's pairs, each both ways."""
    said: Counter[str] = Counter()
    scores = []
    for seed in range(pairs):
        one, other = (canonical(made) for made in family.pair(np.random.default_rng(seed), pictures))
        for protected, seen in ((one, other), (other, one)):
            verdict, score = asked_alone(protected, seen)
            said[verdict] += 1
            if verdict in ("match", "look"):
                scores.append({"seed": seed, "verdict": verdict, "score": round(score, 1)})
    counted = {verdict: said[verdict] for verdict in ("match", "look", "nothing", "refused")}
    return {"what": family.what, "expected": family.expected, "pairs": pairs, **counted, "found": scores}


def measure(pictures: Sequence[RGB], pairs: int, only: Sequence[str] = ()) -> dict[str, Any]:
    """Every family, and the sum of those where nothing is expected."""
    families = {}
    for family in all_families():
        if only and family.name not in only:
            continue
        numbers = families[family.name] = family_numbers(family, pictures, pairs)
        print(
            f"{family.name:16} of {2 * pairs} ways: match {numbers['match']:3} look {numbers['look']:3} "
            f"refused {numbers['refused']:3}  expected: {family.expected}",
            flush=True,
        )
    counted = [numbers for numbers in families.values() if numbers["expected"] == NOTHING]
    asked = sum(2 * numbers["pairs"] - numbers["refused"] for numbers in counted)
    matches = sum(numbers["match"] for numbers in counted)
    return {
        "pairs": sum(numbers["pairs"] for numbers in counted),
        "ways_asked": asked,
        "ways_refused": sum(numbers["refused"] for numbers in counted),
        "match": matches,
        "look": sum(numbers["look"] for numbers in counted),
        "match_share_at_most": round(share_at_most(matches, asked), 4),
        "families": families,
    }


def plot(numbers: dict[str, Any]) -> None:
    """A family a line: how many of its pairs, asked both ways, are a match or a look."""
    import matplotlib.pyplot as plt

    plot_style()
    families = numbers["families"]
    names = sorted(families, key=lambda name: (families[name]["expected"] == NOTHING, name), reverse=True)
    figure, axes = plt.subplots(figsize=(7, 0.24 * len(names) + 1.2))
    rows = np.arange(len(names))
    match = np.array([families[name]["match"] for name in names])
    look = np.array([families[name]["look"] for name in names])
    axes.barh(rows, match, color="#b3402a", label="match")
    axes.barh(rows, look, left=match, color="#b9b0a2", label="look")
    stars = ["" if families[name]["expected"] == NOTHING else " (same scene)" for name in names]
    labels = [name.replace("_", " ") + star for name, star in zip(names, stars, strict=True)]
    axes.set_yticks(rows, labels, fontsize=8)
    axes.set_xlim(0, 2 * max(families[name]["pairs"] for name in names))
    axes.set_xlabel(
        f"of {2 * max(families[name]['pairs'] for name in names)} ways a family; "
        f"all in which nothing is expected: {numbers['match']} match, {numbers['look']} look "
        f"of {numbers['ways_asked']}"
    )
    axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(FOLDER / "hard_negatives.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--only", nargs="*", default=(), help="families; keeps no result")
    asked = parser.parse_args()
    files = sorted(asked.photos.glob("*.jpg"))[:MOST_PHOTOS] if asked.photos else []
    pictures = [canonical_pixels(file.read_bytes()) for file in files] or packaged()
    numbers = measure(pictures, asked.pairs, asked.only)
    source = "folder given" if files else "what scikit-image carries"
    if not asked.only:
        keep("hard_negatives", {"pictures_inside": source, **numbers})
        plot(numbers)
    print({key: value for key, value in numbers.items() if key != "families"})


if __name__ == "__main__":
    main()
