"""Portraits of one kind: how often another person's, or another one of the same person, is taken for hers,
and how many edits of them are found: `python -m bench.portraits --portraits DIR --photos DIR`.

Every `p*.jpg` in the first folder shows another person; `same_person/*_a.jpg` and `*_b.jpg`, where there are
any, are two photographs of one. Edits lay the second folder's pictures beside and under. Without a folder
the portraits are drawn, which shows that the bench runs and little else.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.edits import GROUPS, all_edits
from bench.edits._tools import scaled, turned
from bench.exact import share_at_most
from bench.pictures import canonical
from bench.portrait_sets import Portraits, load_portraits
from bench.results_folder import FOLDER, keep, plot_style
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.person import heads
from jikimi.fingerprint.points import U8
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen, grey_of
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match


def verdicts(found: Iterable[Match]) -> Counter[str]:
    """How many are a `match`, and how many a `look`."""
    return Counter(match.verdict.value for match in found)


def split(found: Iterable[Match], own: int) -> tuple[Counter[str], Counter[str]]:
    """The verdicts on one's own photograph, and on everybody else's."""
    found = list(found)
    hers = verdicts(match for match in found if match.key == str(own))
    return hers, verdicts(found) - hers


def _strangers(sets: Portraits, bank: Matcher, protected: list[Fingerprint]) -> dict[str, Any]:
    headless = {str(number) for number, one in enumerate(protected) if not one.heads}
    all_found: Counter[str] = Counter()
    headless_found: Counter[str] = Counter()
    for number, picture in enumerate(sets.people):
        found = [match for match in bank.find(fingerprint_seen(picture)) if match.key != str(number)]
        all_found += verdicts(found)
        headless_found += verdicts(match for match in found if match.key in headless)
    others = len(protected) - 1
    return {
        "ordered_pairs_of_different_people": len(protected) * others,
        "different_people_match": all_found["match"],
        "different_people_look": all_found["look"],
        "portraits_without_a_head_found": len(headless),
        "pairs_whose_protected_one_has_no_head": len(headless) * others,
        "no_head_match": headless_found["match"],
        "no_head_look": headless_found["look"],
    }


def _unseen_heads(sets: Portraits, protected: list[Fingerprint]) -> dict[str, Any]:
    """What the cascade misses when a portrait is not upright and sharp, and what happens where it does: the
    strangers again, with every head taken out of the fingerprints."""
    greys = [grey_of(picture) for picture in sets.people]
    missed = {
        name: sum(not heads(change(grey)) for grey in greys)
        for name, change in {
            "as it is": lambda grey: grey,
            "turned by 15 degrees": lambda grey: turned(grey, 15),
            "turned by 30 degrees": lambda grey: turned(grey, 30),
            "on its side": lambda grey: np.ascontiguousarray(np.rot90(grey)),
            "a quarter as wide and high": lambda grey: scaled(grey, 0.25),
            "dark": lambda grey: (grey * 0.3).astype(np.uint8),
            "a quarter as wide and high, in a grey field": _in_a_field,
        }.items()
    }
    blind = Matcher()
    blind.add_many((str(number), replace(one, heads=())) for number, one in enumerate(protected))
    found: Counter[str] = Counter()
    for number, picture in enumerate(sets.people):
        found += split(blind.find(fingerprint_seen(picture)), number)[1]
    return {
        "no_head_found_in": missed,
        "different_people_match_if_no_head_were_found": found["match"],
        "different_people_look_if_no_head_were_found": found["look"],
    }


def _in_a_field(grey: U8) -> U8:
    field = np.full(grey.shape, 120, np.uint8)
    small = scaled(grey, 0.25)
    field[50 : 50 + small.shape[0], 50 : 50 + small.shape[1]] = small
    return field


def _of_one(sets: Portraits) -> dict[str, Any]:
    found: Counter[str] = Counter()
    for one, other in sets.of_one:
        alone = Matcher()
        alone.add("hers", protect(one))
        found += verdicts(alone.find(fingerprint_seen(other)))
    pairs = len(sets.of_one)
    return {
        "pairs_of_one_person": pairs,
        "one_person_match": found["match"],
        "one_person_look": found["look"],
        "one_person_match_share_at_most": round(share_at_most(found["match"], pairs), 4),
    }


def _edits(sets: Portraits, bank: Matcher) -> dict[str, Any]:
    """Every edit of every portrait of the held-back half, asked of all."""
    half = sets.held_back()
    edits: dict[str, dict[str, Any]] = {}
    others: Counter[str] = Counter()
    for edit in all_edits():
        own: Counter[str] = Counter()
        for number in half:
            made = canonical(edit.apply(sets.people[number], np.random.default_rng(number), sets.beside))
            hers, anothers = split(bank.find(fingerprint_seen(made)), number)
            own += hers
            others += anothers
        shares = {verdict: round(own[verdict] / len(half), 4) for verdict in ("match", "look")}
        edits[edit.name] = {"group": edit.group, **shares}
        both = shares["match"] + shares["look"]
        print(f"{edit.name:26} match {shares['match']:.3f}  match + look {both:.3f}", flush=True)
    return {
        "edited_portraits": len(half),
        "edits": edits,
        "mean_match": _mean(edits, "match"),
        "mean_match_or_look": round(_mean(edits, "match") + _mean(edits, "look"), 4),
        "edits_taken_for_another_person_match": others["match"],
        "edits_taken_for_another_person_look": others["look"],
    }


def _mean(edits: dict[str, dict[str, Any]], verdict: str) -> float:
    return round(float(np.mean([edit[verdict] for edit in edits.values()])), 4)


def measure(sets: Portraits) -> dict[str, Any]:
    """Strangers, other portraits of the same person, and edits; see the keys."""
    protected = [protect(picture) for picture in sets.people]
    bank = Matcher()
    bank.add_many((str(number), one) for number, one in enumerate(protected))
    bank.settle()
    return {
        "pictures": sets.source,
        "people": len(protected),
        **_strangers(sets, bank, protected),
        **_unseen_heads(sets, protected),
        **_of_one(sets),
        **_edits(sets, bank),
    }


def in_words(numbers: dict[str, Any]) -> str:
    """The numbers that decide, in sentences."""
    strangers, pairs = numbers["ordered_pairs_of_different_people"], numbers["pairs_of_one_person"]
    said = [
        f"Of {strangers} ordered pairs of different people {numbers['different_people_match']} are a match "
        f"and {numbers['different_people_look']} a look.",
        f"In {numbers['portraits_without_a_head_found']} of {numbers['people']} portraits no head is found; "
        f"of the {numbers['pairs_whose_protected_one_has_no_head']} pairs that protect one of those "
        f"{numbers['no_head_match']} are a match and {numbers['no_head_look']} a look.",
        f"Of {numbers['edited_portraits']} held-back portraits through {len(numbers['edits'])} edits "
        f"{numbers['mean_match']:.3f} are a match, {numbers['mean_match_or_look']:.3f} with look; "
        f"{numbers['edits_taken_for_another_person_match']} are another person's match, "
        f"{numbers['edits_taken_for_another_person_look']} another person's look.",
    ]
    said.append(
        "No head is found, of "
        f"{numbers['people']}: "
        + ", ".join(f"{count} {how}" for how, count in numbers["no_head_found_in"].items())
        + ". If none were found at all, of the pairs of different people "
        f"{numbers['different_people_match_if_no_head_were_found']} were a match and "
        f"{numbers['different_people_look_if_no_head_were_found']} a look."
    )
    if pairs:
        most = numbers["one_person_match_share_at_most"]
        said.append(
            f"Other photographs of the same person: {numbers['one_person_match']} of {pairs} a match "
            f"(at most {most:.0%} with 95 % confidence), {numbers['one_person_look']} a look."
        )
    return "\n".join(said)


def plot(numbers: dict[str, Any]) -> None:
    """An edit a line: the share that is a match, and what look adds."""
    import matplotlib.pyplot as plt

    plot_style()
    edits = numbers["edits"]
    names = sorted(edits, key=lambda name: -GROUPS.index(edits[name]["group"]))
    figure, axes = plt.subplots(figsize=(7, 0.19 * len(names) + 1.3))
    rows = np.arange(len(names))
    match = np.array([edits[name]["match"] for name in names])
    look = np.array([edits[name]["look"] for name in names])
    axes.barh(rows, match, height=0.7, label=f"match (mean {numbers['mean_match']:.2f})")
    label = f"with look (mean {numbers['mean_match_or_look']:.2f})"
    axes.barh(rows, look, left=match, height=0.7, color="#b9b0a2", label=label)
    axes.set_yticks(rows, [name.replace("_", " ") for name in names], fontsize=7.5)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel(
        f"share found of {numbers['edited_portraits']} held-back portraits ({numbers['pictures']})"
    )
    figure.legend(loc="upper center", ncol=2, frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    figure.savefig(FOLDER / "portraits.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--photos", type=Path)
    asked = parser.parse_args()
    numbers = measure(load_portraits(asked.portraits, asked.photos))
    keep("portraits", numbers)
    plot(numbers)
    print(in_words(numbers))


if __name__ == "__main__":
    main()
