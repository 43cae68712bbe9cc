"""Copies and altered versions are found, other pictures are not, while the bank changes."""

from __future__ import annotations

import threading
import time

import cv2
import numpy as np
import pytest

from bench.edits import Edit, all_edits
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import compact, from_bytes
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Kind, Verdict
from tests.pictures import LONGEST, PROTECTED, UNRELATED, photograph, unrelated

EDITS = all_edits()
MUCH_TAKEN_FOR_DRAWN = "rocket"
"""A hard-edged tower before a flat evening sky: a third of its points, so a person is to look more often."""

SURE_GROUPS = ("copies", "geometry", "overlays")


def _seen(edit: Edit, name: str) -> Fingerprint:
    import cv2

    made = edit.apply(photograph(name), np.random.default_rng(len(edit.name)), unrelated())
    factor = min(1.0, LONGEST / max(made.shape[:2]))
    size = (round(made.shape[1] * factor), round(made.shape[0] * factor))
    return fingerprint_seen(np.asarray(cv2.resize(made, size, interpolation=cv2.INTER_AREA), np.uint8))


@pytest.fixture(scope="module")
def protected() -> dict[str, Fingerprint]:
    return {name: protect(photograph(name)) for name in PROTECTED}


@pytest.fixture
def matcher(protected: dict[str, Fingerprint]) -> Matcher:
    bank = Matcher()
    bank.add_many(protected.items())
    return bank


@pytest.mark.parametrize("size", [(640, 480), (480, 640)], ids=["wide", "tall"])
def test_a_stretched_part_is_found(matcher: Matcher, size: tuple[int, int]) -> None:
    picture = photograph("astronaut")
    height, width = picture.shape[:2]
    part = picture[height // 8 : height * 3 // 4, width // 8 : width * 3 // 4]
    stretched = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    found = matcher.find(fingerprint_seen(stretched))
    assert [(match.key, match.verdict) for match in found] == [("astronaut", Verdict.MATCH)]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_each_edit_is_found_and_nothing_else(matcher: Matcher, edit: Edit) -> None:
    missed = []
    for name in PROTECTED:
        found = {match.key: match for match in matcher.find(_seen(edit, name))}
        assert set(found) <= {name}, "another photograph was taken for this one"
        # An eighth that leaves her head out is for a person to look at, never a match.
        sure = edit.group != "altered" and name != MUCH_TAKEN_FOR_DRAWN
        enough = {Verdict.MATCH} if sure else {Verdict.MATCH, Verdict.LOOK}
        if name not in found or found[name].verdict not in enough:
            missed.append(name)
    # Two of the five are small or mostly sky; of an eighth of those too little is left to be sure.
    allowed = 0 if edit.group in SURE_GROUPS else 2 if edit.group == "embedding" else 3
    assert len(missed) <= allowed, missed


@pytest.mark.parametrize("name", UNRELATED)
def test_unrelated_pictures_are_not_found(matcher: Matcher, name: str) -> None:
    assert matcher.find(fingerprint_seen(photograph(name))) == []


def _only(matcher: Matcher, edit_name: str, name: str = "astronaut"):  # type: ignore[no-untyped-def]
    edit = next(edit for edit in EDITS if edit.name == edit_name)
    (match,) = matcher.find(_seen(edit, name))
    return match


def test_a_mirrored_picture_is_said_to_be_mirrored(matcher: Matcher) -> None:
    match = _only(matcher, "mirror")
    assert match.transform is not None
    assert match.transform.mirrored
    assert match.kind is Kind.SAME


def test_a_turned_picture_is_said_to_be_turned(matcher: Matcher) -> None:
    match = _only(matcher, "turn_90")
    assert match.transform is not None
    assert abs(abs(match.transform.turned) - 90) < 1
    assert not match.transform.mirrored


def test_a_replaced_lower_part_is_altered_and_the_map_says_where(matcher: Matcher) -> None:
    match = _only(matcher, "lower_replaced")
    assert match.kind is Kind.ALTERED
    rows = [match.region_map[i : i + 6] for i in range(0, 36, 6)]
    assert "k" in rows[0] + rows[1]
    assert "k" not in rows[3] + rows[4] + rows[5]


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_a_plain_crop_is_not_called_altered(name: str) -> None:
    picture = photograph(name)
    height, width = picture.shape[:2]
    matcher = Matcher()
    matcher.add(name, protect(picture))
    middle = picture[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
    match = matcher.find(fingerprint_seen(middle))[0]
    assert match.kind is Kind.SAME
    assert match.region_map.count("r") <= 2


def test_a_collage_is_embedded(matcher: Matcher) -> None:
    match = _only(matcher, "collage_2x2")
    assert match.kind is Kind.EMBEDDED
    assert match.transform is not None
    left, top, right, bottom = match.transform.seen_region
    assert (right - left) <= 0.55
    assert (bottom - top) <= 0.55


def test_a_remembered_post_is_found_later_from_its_compact_form(matcher: Matcher) -> None:
    for edit_name in ("reencode", "crop_50", "mirror", "text"):
        edit = next(edit for edit in EDITS if edit.name == edit_name)
        remembered = from_bytes(compact(_seen(edit, "coffee")))
        assert [match.key for match in matcher.find(remembered)] == ["coffee"], edit_name


def test_withdrawn_is_not_found_and_added_again_is(
    matcher: Matcher, protected: dict[str, Fingerprint]
) -> None:
    seen = fingerprint_seen(photograph("rocket"))
    matcher.withdraw("rocket")
    matcher.withdraw("rocket")
    assert matcher.find(seen) == []
    assert len(matcher) == len(PROTECTED) - 1
    matcher.add("rocket", protected["rocket"])
    assert [match.key for match in matcher.find(seen)] == ["rocket"]


def test_the_same_key_again_replaces(matcher: Matcher, protected: dict[str, Fingerprint]) -> None:
    matcher.add("coffee", protected["chelsea"])
    assert {match.key for match in matcher.find(fingerprint_seen(photograph("chelsea")))} == {
        "chelsea",
        "coffee",
    }
    assert matcher.find(fingerprint_seen(photograph("coffee"))) == []


def test_a_photograph_protected_in_many_cases_is_told_to_each(protected: dict[str, Fingerprint]) -> None:
    bank = Matcher()
    bank.add_many((f"case {number}", protected["astronaut"]) for number in range(30))
    edit = next(edit for edit in EDITS if edit.name == "lower_replaced")
    assert len(bank.find(_seen(edit, "astronaut"))) == 30


def test_a_bank_of_one_matches(protected: dict[str, Fingerprint]) -> None:
    bank = Matcher()
    bank.add("only", protected["chelsea"])
    assert [match.key for match in bank.find(fingerprint_seen(photograph("chelsea")))] == ["only"]


def test_an_empty_bank_and_an_empty_picture_find_nothing(matcher: Matcher) -> None:
    assert Matcher().find(fingerprint_seen(photograph("coffee"))) == []
    assert matcher.find(fingerprint_seen(np.full((300, 300, 3), 255, np.uint8))) == []
    assert matcher.find(fingerprint_seen(np.zeros((1, 1, 3), np.uint8))) == []


def test_an_all_zero_fingerprint_poisons_nothing(matcher: Matcher) -> None:
    flat = fingerprint_seen(np.zeros((64, 64, 3), np.uint8))
    zero = Fingerprint(64, 64, (bytes(32),) * 8, 0, flat.points, flat.points)
    matcher.add("zero", zero)
    assert matcher.find(flat) == []
    assert [m.key for m in matcher.find(fingerprint_seen(photograph("coffee")))] == ["coffee"]


def test_asking_while_the_bank_changes(protected: dict[str, Fingerprint]) -> None:
    bank = Matcher()
    bank.add("coffee", protected["coffee"])
    seen = fingerprint_seen(photograph("coffee"))
    stop = threading.Event()
    troubles: list[object] = []

    def ask() -> None:
        while not stop.is_set():
            found = {match.key for match in bank.find(seen)}
            if "coffee" not in found or not found <= {"coffee"}:
                troubles.append(found)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    others = [name for name in PROTECTED if name != "coffee"]
    began = time.monotonic()
    for turn in range(12):
        for name in others:
            bank.add(f"{name}-{turn}", protected[name])
        bank.withdraw(f"{others[0]}-{turn}")
    stop.set()
    for thread in asking:
        thread.join()
    bank.settle()
    assert troubles == []
    assert len(bank) == 1 + 12 * (len(others) - 1)
    assert time.monotonic() - began < 30
    rocket = {match.key for match in bank.find(fingerprint_seen(photograph("rocket")))}
    assert len(rocket) == 12, "the same photograph may be protected in many cases"
