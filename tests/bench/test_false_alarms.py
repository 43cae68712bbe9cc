"""Alarms are counted and bounded rightly, the halves have nothing in common, a stopped run goes on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import alarm_bank
from bench.alarm_bank import bank
from bench.alarm_pictures import DRAWN_EVERY, Halves, load_halves, to_ask, to_protect, ways
from bench.false_alarms import count, empty, go_on, rates
from jikimi.fingerprint.protect import protect
from jikimi.match.matcher import Matcher


@pytest.fixture(scope="module")
def halves() -> Halves:
    return load_halves(None, None, small=True)


def test_no_source_is_protected_and_asked(halves: Halves) -> None:
    protected = {picture.tobytes() for picture in halves.protected}
    assert not protected & {picture.tobytes() for picture in halves.asked}
    assert to_protect(0, halves) is halves.protected[0]
    again = to_protect(len(halves.protected), halves)
    assert 0.2 < again.size / halves.protected[0].size < 0.65


def test_every_source_comes_in_another_way_each_round_and_drawings_between(halves: Halves) -> None:
    asked = [to_ask(number, halves) for number in range(2 * DRAWN_EVERY)]
    assert [number for number, one in enumerate(asked) if one.source is None] == [7, 15]
    pairs = [(one.source, one.what) for one in asked if one.source is not None]
    assert len(set(pairs)) == len(pairs)
    assert {source for source, _ in pairs} == set(range(len(halves.asked)))
    assert len(ways()) == 45


def test_a_picture_with_several_matches_is_one_alarm() -> None:
    tally = empty()
    count(tally, 0, "whole", 3, [("look", 7.0), ("match", 20.0), ("match", 30.0)])
    count(tally, 1, "whole", 4, [("look", 7.0)])
    count(tally, 2, "drawn: maps", None, [])
    assert {key: tally[key] for key in ("asked", "match", "look", "drawn")} == {
        "asked": 3, "match": 1, "look": 1, "drawn": 1,
    }  # fmt: skip
    assert [one["source"] for one in tally["alarms"]] == [3, 4]


def test_rates_a_hundred_thousand_with_bounds_and_precision() -> None:
    none = rates({**empty(), "asked": 100_000}, recall=1.0)
    assert none["match_per_100000_95"] == [0.0, 3.69]
    assert (none["precision"], none["precision_95"]) == (1.0, [0.538, 1.0])
    some = rates({**empty(), "asked": 50_000, "match": 2}, recall=1.0)
    assert some["match_per_100000"] == 4.0
    assert some["precision"] == pytest.approx(4.29 / 8.29, abs=1e-3)


def test_a_run_goes_on_where_the_last_one_stopped_and_finds_what_is_there(
    halves: Halves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.false_alarms.A_TIME", 9)
    matcher = Matcher()
    matcher.add("an asked one, by mistake", protect(halves.asked[0]))
    state = {"next": 0, "banks": {"1": empty()}}
    clock = iter([0.0, 2.0, 2.0])
    monkeypatch.setattr("bench.false_alarms.time", SimpleNamespace(monotonic=clock.__next__))
    go_on(halves, {1: matcher}, state, until=1.0)
    assert state["next"] == state["banks"]["1"]["asked"] == 9
    assert {one["source"] for one in state["banks"]["1"]["alarms"]} == {0}
    go_on(halves, {1: matcher}, state, until=1.0)
    assert state["next"] == 9


def test_a_bank_that_was_half_made_is_finished_later(
    halves: Halves, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_bank, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(alarm_bank, "A_FILE", 2)
    assert not list(bank(halves, 4, until=0))
    made = list(bank(halves, 4))
    assert len(made) == 4
    kept = list(bank(halves, 4, until=0))
    assert [one.pdq for one in kept] == [one.pdq for one in made]
