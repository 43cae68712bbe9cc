"""The README says what was measured: each number in it is that of bench/results/, rounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.results_folder import FOLDER
from jikimi.match.verdict import SCORE_BEYOND_DOUBT, SHARE_MATCH

README = re.sub(
    r"\*\*|\s+", lambda found: "" if found[0] == "**" else " ", (FOLDER.parents[1] / "README.md").read_text()
)
CANNOT = re.sub(r"\s+", " ", (FOLDER.parents[1] / "docs" / "what-we-cannot-do.md").read_text())


def kept(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def _recall() -> Iterator[str]:
    told = kept("recall")
    groups = told["match_of_photographs_by_group"]
    yield (
        f"{told['photographs']} protected photographs through {len(told['edits'])} edits, "
        f"{told['unrelated']} unrelated pictures: mean recall {told['mean_match_of_photographs']:.3f}"
    )
    yield f"{told['false_looks']} false `look`s"
    yield (
        f"Copies {groups['copies']:.2f}, geometry {groups['geometry']:.2f}, "
        f"overlays {groups['overlays']:.2f}, embedding {groups['embedding']:.2f}; "
        f"altered versions {groups['altered']:.2f}"
    )
    quarter, eighth = (told["edits"][f"region_{size}"]["match_of_photographs"] for size in (25, 12))
    yield f"in another picture {quarter:.2f} and an eighth {eighth:.2f}"
    yield f"chains of three {groups['chains']:.2f}"
    yield (
        f"the mean is {told['mean_match']:.3f} ({told['mean_match_or_look']:.3f} with `look`; "
        f"{told['mean_match_or_look_as_remembered']:.3f} among"
    )
    yield f"eight turns) finds {told['mean_pdq_alone']:.2f} of the same"
    yield f"embedded is said rightly in {told['kind_right']:.2f}"


def _video() -> Iterator[str]:
    told = kept("video")
    of = told["disguises"].values()
    matches = round(sum(one["match"] * one["clips"] for one in of))
    seconds = [one["seconds_a_file"] for one in of]
    yield f"{matches} of {told['clips']} clips a `match`"
    yield f"a median of {min(seconds):.1f} to {max(seconds):.1f} s by its kind"


def _speed() -> Iterator[str]:
    banks = kept("throughput")["banks"]
    a_second = {size: round(bank["images_per_second"]) for size, bank in banks.items()}
    yield (
        f"{a_second['100']} pictures a second with 100 protected photographs, {a_second['1000']} with 1,000, "
        f"{a_second['10000']} with 10,000, {a_second['75000']} with 75,000"
    )
    yield kept("throughput")["left_out"]["100000"].replace("needs about", "need some")
    yield f"{banks['75000']['memory_mb'] * 1024 / 75_000:.0f} KB a photograph"
    yield f"{kept('post_to_sighting')['seconds_longest']:.1f} s at the longest"
    yield f"a median of {kept('post_to_sighting')['seconds_median']:.1f} s"


def _look_ups() -> Iterator[str]:
    sizes = kept("pdq_lookups")["sizes"]
    million, ten = sizes["1000000"], sizes["10000000"]
    yield f"{round(ten['quiet']['lookups_per_second'], -3):,.0f} look-ups a second"
    yield (
        f"FAISS flat: {ten['peers']['faiss_flat']['lookups_per_second']:.0f}; among a million "
        f"{round(million['quiet']['lookups_per_second'], -3):,.0f}, "
        f"threatexchange {million['peers']['threatexchange']['lookups_per_second']:,.0f}), "
        f"in {ten['memory_mb'] / 1000:.1f} GB"
    )
    yield (
        f"takes {ten['changing']['p99_us']:.0f} microseconds instead of {ten['quiet']['p99_us']:.0f} "
        f"({ten['merging_all']['p99_us']:.0f} while all ten million are merged); among a million "
        f"{million['changing']['p99_us']:.0f} instead of {million['quiet']['p99_us']:.0f}"
    )


def _portraits() -> Iterator[str]:
    told = kept("portraits")
    yield (
        f"of {told['edited_portraits']} held-back portraits through {len(told['edits'])} edits "
        + (f"{told['mean_match']:.3f} are a `match`, {told['mean_match_or_look']:.3f} with `look`")
    )


def _alarms() -> Iterator[str]:
    at_1000 = kept("false_alarms")["banks"]["1000"]
    low, high = at_1000["match_per_100000_95"]
    yield f"of {at_1000['asked']:,} asked at 1,000 protected"
    yield f"(a `match` in 100,000, 95 %: {low:.0f} to {high:.0f};"
    yield f"{at_1000['look']} are a `look`"


def _every_sentence() -> Iterator[str]:
    for some in (_recall, _video, _speed, _look_ups, _portraits, _alarms):
        yield from some()


@pytest.mark.parametrize("sentence", list(_every_sentence()))
def test_the_readme_says_what_was_measured(sentence: str) -> None:
    assert sentence in README


@pytest.mark.parametrize("text", [README, CANNOT], ids=["README", "what-we-cannot-do"])
def test_what_is_said_of_the_dangerous_kind_of_error_is_measured(text: str) -> None:
    strangers, alike = kept("portraits"), kept("hard_negatives")
    assert strangers["one_person_match"] == strangers["one_person_look"] == 0
    assert strangers["different_people_match"] == 0
    words = {0: "none", 1: "one is", 2: "two are", 3: "three are", 4: "four are", 5: "five are"}
    assert (
        f"{strangers['ordered_pairs_of_different_people']:,} ordered pairs of different people) none is"
        in text
    )
    assert f"{words[strangers['different_people_look']]} a `look`" in text.replace("a look", "a `look`")
    assert (
        f"of {strangers['pairs_of_one_person']} pairs of two photographs of one person none is either" in text
    )
    assert f"{alike['ways_refused']} ways are refused" in text
    assert f"{alike['match']} of the other {alike['ways_asked']} are a `match`" in text
    assert re.search(rf"{alike['look']} a `look`", text)
    rooms, studio = (alike["families"][name] for name in ("rooms", "studio"))
    assert rooms["match"] == alike["match"]
    assert studio["look"] == 2 * studio["pairs"]
    assert re.search(rf"looks {rooms['look']} are such rooms,? and {studio['look']}( are)? drawn", text)


def test_the_bars_lie_beyond_what_other_people_were_measured_at() -> None:
    strangers = kept("scores")["classes"]["same studio, other person"]
    assert strangers["on_heads_least_5_50_95_most"][-1] < SHARE_MATCH
    assert strangers["score_least_5_50_95_most"][-1] < SCORE_BEYOND_DOUBT


def test_plots_and_numbers_of_each_bench_are_kept_together() -> None:
    kinds = {path.suffix: {p.stem for p in FOLDER.glob(f"*{path.suffix}")} for path in FOLDER.iterdir()}
    assert kinds[".svg"] == kinds[".json"] - {"scores_raw"}
    assert Path(FOLDER / "scores_raw.json").stat().st_size < 2_000_000


def test_all_looks_at_unrelated_pictures_are_at_one_picture() -> None:
    alarms = [one for some in kept("false_alarms")["alarms"].values() for one in some]
    assert "all these looks are at one picture" in README
    assert len({one["source"] for one in alarms}) == 1
    assert {one["verdict"] for one in alarms} == {"look"}
