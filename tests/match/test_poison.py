"""No single fingerprint stops or poisons a bank, however odd: others' systems crashed or went blind on these.

Known from a peer, and where each is held here:
an all-zero hash crashed its index: each of POISONS below;
a bank of one hash never matched: `test_an_index_of_one_hash_finds_it_whatever_it_is`;
others' unreviewed hashes matched too much: `test_a_hash_of_low_quality_is_never_compared`;
a match did not say whose it was: `test_many_of_the_same_hash_are_all_told`;
one malformed entry stopped all that came after it: tests/watch/test_bank_follower.py;
a blank picture gave an error that nobody understood: tests/fingerprint/test_protect.py;
a reload of ten million stalled everything and leaked: tests/match/test_pdq_index.py, `those_who_search` and
`memory_of_withdrawn_hashes`.
"""

from __future__ import annotations

import time
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.pdq import QUALITY_USABLE
from jikimi.fingerprint.points import Points, no_points
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.record import from_bytes, to_bytes
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.matcher import Matcher
from jikimi.match.pdq_index import PdqIndex
from tests.pictures import photograph

GOOD = {name: protect(photograph(name)) for name in ("coffee", "astronaut")}
SEEN = {name: fingerprint_seen(photograph(name)) for name in (*GOOD, "brick", "page")}
ZERO, ONES = bytes(32), b"\xff" * 32


def points(count: int, **changed: np.ndarray) -> Points:
    """Sound points, spread and unlike, of which some part is changed."""
    rng = np.random.default_rng(count)
    sound = Points(
        rng.uniform(0, 600, (count, 2)).astype(np.float32),
        np.full(count, 31, np.float32),
        rng.uniform(0, 360, count).astype(np.float32),
        rng.integers(0, 256, (count, 32), np.uint8),
    )
    return replace(sound, **changed)


def fingerprint(of: Points, pdq: bytes = ZERO, quality: int = 100, **more: object) -> Fingerprint:
    return replace(Fingerprint(800, 600, (pdq,) * 8, quality, of, of), **more)  # type: ignore[arg-type]


def _poisons() -> dict[str, Fingerprint]:
    many, real = 2000, GOOD["astronaut"].points
    nowhere = np.zeros((many, 2), np.float32)
    line = np.stack([np.linspace(0, 600, many), np.full(many, 300)], 1).astype(np.float32)
    flat = np.zeros((many, 32), np.uint8)
    return {
        "zeros, and no points": fingerprint(no_points()),
        "ones, and no points": fingerprint(no_points(), ONES),
        "a flat picture": fingerprint(no_points(), quality=0),
        "all descriptors zero": fingerprint(points(many, descriptors=flat)),
        "all descriptors zero, in one place": fingerprint(points(many, descriptors=flat, xy=nowhere)),
        "all points in one place": fingerprint(points(many, xy=nowhere)),
        "all points on a line": fingerprint(points(many, xy=line)),
        "real points put in one place": fingerprint(replace(real, xy=np.zeros_like(real.xy))),
        "the largest size there is": fingerprint(points(many, size=np.full(many, 4834, np.float32))),
        "one point": fingerprint(points(1)),
        "two points": fingerprint(points(2)),
        "three points in one place": fingerprint(points(3, xy=nowhere[:3])),
        "a picture of one pixel": Fingerprint(1, 1, (ZERO,) * 8, 100, points(9, xy=nowhere[:9])),
        "heads where nothing is": fingerprint(no_points(), heads=((0, 0, 800, 600),) * 8),
        "heads without size to speak of": fingerprint(points(many), heads=((799, 599, 800, 600),)),
        "as it was seen, never mirrored": fingerprint(points(30), mirrored=None),
        "one PDQ only": Fingerprint(800, 600, (ZERO,), 100, points(30)),
    }


POISONS = _poisons()


@pytest.fixture(autouse=True)
def _nothing_is_undefined() -> object:
    """A division by zero in the numbers is as much a fault as an exception."""
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        yield


@pytest.fixture(scope="module")
def poisoned() -> Matcher:
    bank = Matcher()
    for name, poison in POISONS.items():
        bank.add(name, from_bytes(to_bytes(poison)))
    bank.add_many(GOOD.items())
    return bank


@pytest.mark.parametrize("name", list(GOOD))
def test_what_is_protected_is_found_among_all_of_them(poisoned: Matcher, name: str) -> None:
    assert [match.key for match in poisoned.find(SEEN[name])] == [name]


@pytest.mark.parametrize("name", ["brick", "page"])
def test_none_of_them_is_found_in_an_ordinary_picture(poisoned: Matcher, name: str) -> None:
    assert poisoned.find(SEEN[name]) == []


@pytest.mark.parametrize("name", list(POISONS))
def test_none_of_them_stops_the_bank_or_finds_a_photograph_when_it_is_seen(
    poisoned: Matcher, name: str
) -> None:
    began = time.process_time()
    found = {match.key for match in poisoned.find(POISONS[name])}
    assert not found & set(GOOD)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", list(POISONS))
def test_each_comes_and_goes_and_leaves_nothing(name: str) -> None:
    bank = Matcher()
    bank.add("coffee", GOOD["coffee"])
    for _ in range(2):
        bank.add(name, POISONS[name])
        assert [match.key for match in bank.find(SEEN["coffee"])] == ["coffee"]
        bank.withdraw(name)
        assert {match.key for match in bank.find(POISONS[name])} == set()
    bank.withdraw("coffee")
    assert bank.find(SEEN["coffee"]) == []
    assert len(bank) == 0


def test_a_hash_of_low_quality_is_never_compared() -> None:
    """Blurred walls and skies share their PDQ; below Meta's bar it says nothing, on either side."""
    weak = QUALITY_USABLE - 1
    bank = Matcher()
    bank.add("wall", fingerprint(no_points(), quality=weak))
    assert bank.find(fingerprint(no_points(), quality=100)) == []
    bank.add("sound", fingerprint(no_points(), quality=QUALITY_USABLE))
    assert bank.find(fingerprint(no_points(), quality=weak)) == []
    assert [match.key for match in bank.find(fingerprint(no_points(), quality=100))] == ["sound"]


@pytest.mark.parametrize("only", [ZERO, ONES, bytes(range(32))])
def test_an_index_of_one_hash_finds_it_whatever_it_is(only: bytes) -> None:
    index = PdqIndex()
    assert index.within(only, 31) == {}
    index.add(7, (only,))
    assert index.within(only, 31) == {7: 0}
    assert index.within(b"\x55" * 32, 31) == {}
    index.withdraw(7)
    assert index.within(only, 31) == {}


def test_many_of_the_same_hash_are_all_told() -> None:
    """One picture protected in many cases, or a flood of zeros: nobody is left out, nobody else is hit."""
    index = PdqIndex()
    for owner in range(500):
        index.add(owner, (ZERO,) * 8)
    index.add(500, (ONES,))
    assert index.within(ZERO, 31) == dict.fromkeys(range(500), 0)
    assert index.within(ONES, 31) == {500: 0}


def test_a_flood_of_one_persons_fakes_hides_nobodys_photograph() -> None:
    """Thirty fingerprints that share all their points with a photograph, in places that make no sense."""
    bank = Matcher()
    real = GOOD["astronaut"].points
    rng = np.random.default_rng(0)
    for number in range(30):
        shuffled = replace(real, xy=rng.permutation(real.xy))
        bank.add(f"fake {number}", Fingerprint(512, 512, (ONES,) * 8, 0, shuffled, shuffled))
    bank.add_many(GOOD.items())
    assert [match.key for match in bank.find(SEEN["astronaut"])] == ["astronaut"]
    assert [match.key for match in bank.find(SEEN["coffee"])] == ["coffee"]


def _random(seed: int, count: int, spread: int, alike: int) -> Fingerprint:
    rng = np.random.default_rng(seed)

    def some() -> Points:
        return Points(
            (rng.integers(0, spread + 1, (count, 2)) / 64 * 8).astype(np.float32),
            (31 * 1.02 ** rng.integers(0, 256, count)).astype(np.float32),
            (rng.integers(0, 256, count) * (360 / 256)).astype(np.float32),
            rng.integers(0, alike, (count, 32)).astype(np.uint8),
        )

    boxes = tuple((0, 0, int(side), int(side)) for side in rng.integers(1, 50, rng.integers(0, 3)))
    pdqs = tuple(rng.integers(0, alike, 32).astype(np.uint8).tobytes() for _ in range(8))
    return Fingerprint(50, 50, pdqs, int(rng.integers(0, 101)), some(), some(), boxes)


records = st.builds(
    _random,
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 2, 3, 4, 5, 9, 40]),
    st.sampled_from([0, 1, 64, 400]),
    st.sampled_from([1, 3, 256]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(records, min_size=1, max_size=4))
def test_any_records_can_be_protected_and_seen_together(made: list[Fingerprint]) -> None:
    bank = Matcher()
    read = [from_bytes(to_bytes(one)) for one in made]
    bank.add_many((str(number), one) for number, one in enumerate(read))
    for one in read:
        for match in bank.find(one):
            assert np.isfinite(list(match.signals.values())).all()
    assert len(bank) == len(read)
