"""Of a film each photograph is told once, at the second at which it is surest."""

from __future__ import annotations

import pytest

from jikimi.fingerprint.film import Film, Frame, still
from jikimi.fingerprint.protect import protect
from jikimi.fingerprint.seen import fingerprint_seen
from jikimi.match.film import FilmMatch, find_in_film, second_of
from jikimi.match.matcher import Matcher
from tests.pictures import photograph


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    bank = Matcher()
    for name in ("coffee", "astronaut"):
        bank.add(name, protect(photograph(name)))
    return bank


def test_each_photograph_once_at_its_surest_second(matcher: Matcher) -> None:
    whole = photograph("astronaut")
    corner = whole[: whole.shape[0] // 2, : whole.shape[1] // 2]
    film = Film(
        (
            Frame(0.0, fingerprint_seen(photograph("chelsea"))),
            Frame(1.5, fingerprint_seen(corner)),
            Frame(3.0, fingerprint_seen(whole)),
            Frame(4.5, fingerprint_seen(photograph("coffee"))),
        )
    )
    found = {match.key: match for match in find_in_film(matcher.find, film)}
    assert {key: second_of(match) for key, match in found.items()} == {"astronaut": 3.0, "coffee": 4.5}
    assert all(isinstance(match, FilmMatch) for match in found.values())


def test_a_photograph_has_no_second(matcher: Matcher) -> None:
    (match,) = find_in_film(matcher.find, still(fingerprint_seen(photograph("coffee"))))
    assert second_of(match) is None
