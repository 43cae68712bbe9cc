"""How many disguised and altered copies are found, edit by edit, beside Meta's PDQ alone: bench.recall."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash

from bench.edits import GROUPS, RGB, all_edits
from bench.kinds import in_words, kind_numbers, together
from bench.pictures import Sets, canonical, load
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.drawn import MOSTLY
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import compact, from_bytes, to_bytes
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Kind, Match, Verdict

PDQ_BAR = 31
PDQ_QUALITY = 50


class PdqAlone:
    """The peer: Meta's hash of the whole picture, its eight turns, distance 31, by the `pdqhash` binding."""

    def __init__(self, photos: Sequence[RGB]) -> None:
        turns = [pdqhash.compute_dihedral(np.ascontiguousarray(photo))[0] for photo in photos]
        self._bits = np.array(turns, bool)

    def find(self, picture: RGB) -> set[int]:
        """Which photographs it takes the picture for."""
        bits, quality = pdqhash.compute(np.ascontiguousarray(picture))
        if quality < PDQ_QUALITY:
            return set()
        near = (self._bits != np.asarray(bits, bool)).sum(axis=2).min(axis=1) <= PDQ_BAR
        return set(np.nonzero(near)[0].tolist())


def measure(sets: Sets) -> dict[str, Any]:
    """Protect the photos, ask with every edit of each and with every unrelated picture."""
    matcher = Matcher()
    kept: list[RGB] = []
    photographs: set[int] = set()
    for photo in sets.photos:
        try:
            fingerprint = from_bytes(to_bytes(protect(photo)))
        except TooLittleToRecognise:
            continue
        matcher.add(str(len(kept)), fingerprint)
        if fingerprint.points.photographed.mean() >= 1 - MOSTLY:
            photographs.add(len(kept))
        kept.append(photo)
    peer = PdqAlone(kept)
    edits: dict[str, dict[str, Any]] = {}
    false: list[dict[str, Any]] = []
    scores: dict[str, list[float]] = {"true": [], "false": []}

    def count_false(found: Sequence[Match], own: str | None, what: str) -> None:
        for match in found:
            if match.key != own:
                scores["false"].append(match.signals.get("score", 0.0))
                false.append({"asked": what, "verdict": match.verdict.value, "signals": match.signals})

    for edit in all_edits():
        tally = {"match": 0, "look": 0, "past": 0, "pdq": 0}
        of_photographs = 0
        kinds: Counter[str] = Counter()
        for number, photo in enumerate(kept):
            rng = np.random.default_rng(number)
            picture = canonical(edit.apply(photo, rng, sets.carriers))
            seen = fingerprint_seen(picture)
            found = matcher.find(seen)
            count_false(found, str(number), edit.name)
            remembered = matcher.find(from_bytes(compact(seen)))
            count_false(remembered, str(number), f"{edit.name}, as remembered")
            tally["past"] += any(match.key == str(number) for match in remembered)
            own = [match for match in found if match.key == str(number)]
            scores["true"].append(own[0].signals.get("score", 0.0) if own else 0.0)
            if own:
                tally["match" if own[0].verdict is Verdict.MATCH else "look"] += 1
                kinds[own[0].kind.value] += 1
                of_photographs += number in photographs and own[0].verdict is Verdict.MATCH
            tally["pdq"] += number in peer.find(picture)
        shares = {key: round(value / len(kept), 4) for key, value in tally.items()}
        shares["match_of_photographs"] = round(of_photographs / max(1, len(photographs)), 4)
        edits[edit.name] = {"group": edit.group, **shares, **kind_numbers(edit.kind, kinds)}
        print(
            f"{edit.name:26} match {shares['match']:.3f}  + look {shares['match'] + shares['look']:.3f}  "
            f"PDQ alone {shares['pdq']:.3f}  {in_words(edits[edit.name])}",
            flush=True,
        )
    pdq_false = 0
    unrelated = [*sets.others, *sets.carriers]
    for number, other in enumerate(unrelated):
        count_false(matcher.find(fingerprint_seen(other)), None, f"unrelated {number}")
        pdq_false += bool(peer.find(other))
    matches = [one for one in false if one["verdict"] == "match"]
    return {
        "pictures": sets.source,
        "given": len(sets.photos),
        "protected": len(kept),
        "photographs": len(photographs),
        "unrelated": len(unrelated),
        "edits": edits,
        "mean_match": round(float(np.mean([edit["match"] for edit in edits.values()])), 4),
        "mean_match_of_photographs": round(
            float(np.mean([edit["match_of_photographs"] for edit in edits.values()])), 4
        ),
        "mean_match_or_look": round(
            float(np.mean([edit["match"] + edit["look"] for edit in edits.values()])), 4
        ),
        "mean_match_or_look_as_remembered": round(
            float(np.mean([edit["past"] for edit in edits.values()])), 4
        ),
        "mean_pdq_alone": round(float(np.mean([edit["pdq"] for edit in edits.values()])), 4),
        "false_matches": len(matches),
        "false_looks": len(false) - len(matches),
        "false": false,
        "pdq_alone_false_matches": pdq_false,
        "match_of_photographs_by_group": group_means(edits),
        "kind_right": together(edits.values()),
        "kind_right_by_kind": {
            kind.value: together(edit for edit in edits.values() if edit["kind"] == kind.value)
            for kind in Kind
        },
        "scores": {
            "copies_quantiles_1_5_50": [
                round(float(q), 1) for q in np.quantile(scores["true"], [0.01, 0.05, 0.5])
            ],
            "different_pictures_highest": sorted((round(s, 1) for s in scores["false"]), reverse=True)[:20],
        },
    }


def group_means(edits: dict[str, dict[str, Any]]) -> dict[str, float]:
    """The mean `match` of photographs, a group of edits each."""
    groups = {group: [edit for edit in edits.values() if edit["group"] == group] for group in GROUPS}
    return {
        group: round(float(np.mean([edit["match_of_photographs"] for edit in inside])), 4)
        for group, inside in groups.items()
        if inside
    }


def plot(numbers: dict[str, Any]) -> None:
    """Bars, an edit a line: Jikimi, and a mark for PDQ alone."""
    import matplotlib.pyplot as plt

    plot_style()
    names = sorted(numbers["edits"], key=lambda name: -GROUPS.index(numbers["edits"][name]["group"]))
    figure, axes = plt.subplots(figsize=(7, 0.19 * len(names) + 1.3))
    rows = np.arange(len(names))
    ours = [numbers["edits"][name]["match"] for name in names]
    axes.barh(rows, ours, height=0.7, label=f"Jikimi (mean {numbers['mean_match']:.2f})")
    peer = [numbers["edits"][name]["pdq"] for name in names]
    label = f"PDQ alone (mean {numbers['mean_pdq_alone']:.2f})"
    axes.plot(peer, rows, "o", mfc="#f2c14e", mec="#222222", ms=5, label=label)
    axes.set_yticks(rows, [name.replace("_", " ") for name in names], fontsize=7.5)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel(
        f"share found: {numbers['protected']} protected, {numbers['unrelated']} unrelated, "
        f"{numbers['false_matches']} false matches"
    )
    figure.legend(loc="upper center", ncol=2, frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    figure.savefig(FOLDER / "recall.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--most-photos", type=int, default=62)
    parser.add_argument("--most-others", type=int, default=500)
    asked = parser.parse_args()
    began = time.monotonic()
    sets = load(asked.photos, asked.others, asked.most_photos, asked.most_others)
    numbers = measure(sets)
    keep("recall", {**numbers, "seconds": round(time.monotonic() - began)})
    plot(numbers)
    print(
        {
            key: numbers[key]
            for key in (
                "given",
                "protected",
                "photographs",
                "mean_match",
                "mean_match_of_photographs",
                "match_of_photographs_by_group",
                "mean_match_or_look",
                "mean_match_or_look_as_remembered",
                "mean_pdq_alone",
                "false_matches",
                "false_looks",
                "kind_right",
                "kind_right_by_kind",
            )
        }
    )


if __name__ == "__main__":
    main()
