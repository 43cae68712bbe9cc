"""How far apart are copies and strangers? `python -m bench.scores --portraits DIR --photos DIR`

On one figure: copies and altered copies of portraits, portraits of other people from the same studio, and
other photographs of the same person. Every pair is compared directly, no index between, so that what stays
below the bars is there too. Every single value is in bench/results/scores_raw.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.edits import all_edits
from bench.pairs import Compared, compare
from bench.pictures import canonical
from bench.portrait_sets import Portraits, load_portraits
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.sighting import Kind, Verdict
from jikimi.match.support import Seen
from jikimi.match.verdict import SCORE_LOOK, SCORE_MATCH, SHARE_LOOK, SHARE_MATCH

CLASSES = ("copies", "altered copies", "same studio, other person", "same person, other photograph")
Pairs = dict[str, list[tuple[str, Compared]]]


def measure(sets: Portraits) -> Pairs:
    """Of each class what was asked, and what it said."""
    protected = [protect(picture) for picture in sets.people]
    seen = [fingerprint_seen(picture) for picture in sets.people]
    pairs: Pairs = {name: [] for name in CLASSES}
    for kind, what, one in _edited(sets, protected):
        pairs[CLASSES[kind is Kind.ALTERED]].append((what, one))
    for asked, picture in enumerate(seen):
        points = Seen(picture.points)
        for own, hers in enumerate(protected):
            if own != asked:
                pairs[CLASSES[2]].append((f"{own}-{asked}", compare(hers, picture, points)))
    for number, (first, second) in enumerate(sets.of_one):
        picture = fingerprint_seen(second)
        found = compare(protect(first), picture, Seen(picture.points))
        pairs[CLASSES[3]].append((str(number), found))
    return pairs


def _edited(sets: Portraits, protected: list[Fingerprint]) -> Iterator[tuple[Kind, str, Compared]]:
    for edit in all_edits():
        for number in sets.held_back():
            made = edit.apply(sets.people[number], np.random.default_rng(number), sets.beside)
            picture = fingerprint_seen(canonical(made))
            yield edit.kind, edit.name, compare(protected[number], picture, Seen(picture.points))
        print(edit.name, flush=True)


def summary(pairs: Pairs) -> dict[str, Any]:
    """Of each class: counts of verdicts, and quantiles of the score and of the share found on a head."""
    return {name: _of_class([one for _, one in found]) for name, found in pairs.items() if found}


def _of_class(found: list[Compared]) -> dict[str, Any]:
    heads = [one.on_heads for one in found if one.on_heads is not None and one.score >= SCORE_LOOK]
    return {
        "pairs": len(found),
        "match": sum(one.verdict is Verdict.MATCH for one in found),
        "look": sum(one.verdict is Verdict.LOOK for one in found),
        "score_least_5_50_95_most": _quantiles([one.score for one in found], 1),
        "with_a_head_in_sight_and_score_above_look": len(heads),
        "on_heads_least_5_50_95_most": _quantiles(heads, 4),
    }


def _quantiles(values: list[float], digits: int) -> list[float]:
    if not values:
        return []
    return [round(float(q), digits) for q in np.quantile(values, [0, 0.05, 0.5, 0.95, 1])]


def raw(pairs: Pairs) -> dict[str, Any]:
    """Column by column: what was asked, score, share on heads, PDQ distance, verdict."""
    return {
        name: {
            "asked": [what for what, _ in found],
            "score": [round(one.score, 2) for _, one in found],
            "on_heads": [None if one.on_heads is None else round(one.on_heads, 4) for _, one in found],
            "pdq_distance": [one.pdq_distance for _, one in found],
            "verdict": [one.verdict for _, one in found],
        }
        for name, found in pairs.items()
    }


def plot(pairs: Pairs, source: str) -> None:
    """A row a class: left the score, right the share on the head of those that score enough for a look."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, sides = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
    shades = ("#0f6b6b", "#5c9e9a", "#9a9184", "#c98a1b")
    rng = np.random.default_rng(1)
    for row, name in enumerate(reversed(CLASSES)):
        found = [one for _, one in pairs[name]]
        above = [one for one in found if one.score >= SCORE_LOOK]
        heads = [one.on_heads for one in above if one.on_heads is not None]
        shade = shades[CLASSES.index(name)]
        for axes, values in zip(sides, ([one.score for one in found], heads), strict=True):
            height = row + rng.uniform(-0.3, 0.3, len(values))
            axes.scatter(values, height, s=3, color=shade, alpha=0.5, lw=0, rasterized=True)
            if values:
                axes.plot([np.median(values)] * 2, [row - 0.36, row + 0.36], color="#222222", lw=1.5)
        sides[1].text(1.06, row, f"{len(heads):,} of {len(found):,}", fontsize=7, va="center")
    _bars(sides[0], SCORE_LOOK, SCORE_MATCH)
    _bars(sides[1], SHARE_LOOK, SHARE_MATCH)
    sides[0].set_xscale("symlog", linthresh=5)
    sides[0].set_xticks([0, 2, 5, 12, 45, 100, 250], ["0", "2", "5", "12", "45", "100", "250"])
    sides[0].set_xlim(-0.2, 450)
    sides[1].set_xscale("symlog", linthresh=0.1)
    sides[1].set_xticks([0, 0.05, 0.1, 0.3, 1], ["0", "0.05", "0.1", "0.3", "1"])
    sides[1].set_xlim(-0.004, 1.03)
    sides[0].set_yticks(range(len(CLASSES)), [name.replace(", ", ",\n") for name in reversed(CLASSES)])
    sides[0].set_xlabel("score of the transform")
    sides[1].set_xlabel("share found on the head, of those scoring 5 or more")
    figure.suptitle(f"dotted: bar for look; dashed: bar for match; strokes: medians; {source}", fontsize=8)
    figure.tight_layout()
    figure.savefig(FOLDER / "scores.svg", dpi=200)


def _bars(axes: Any, look: float, match: float) -> None:
    axes.axvline(look, color="#222222", lw=0.8, ls=":")
    axes.axvline(match, color="#222222", lw=0.8, ls="--")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--people", type=int, help="only the first so many: nothing is kept")
    asked = parser.parse_args()
    sets = load_portraits(asked.portraits, asked.photos)
    sets = replace(sets, people=sets.people[: asked.people])
    pairs = measure(sets)
    classes = summary(pairs)
    if asked.people is None:
        keep("scores", {"pictures": sets.source, "people": len(sets.people), "classes": classes})
        (FOLDER / "scores_raw.json").write_text(json.dumps(raw(pairs), separators=(",", ":")) + "\n")
        plot(pairs, sets.source)
    for name, numbers in classes.items():
        print(name, numbers)


if __name__ == "__main__":
    main()
